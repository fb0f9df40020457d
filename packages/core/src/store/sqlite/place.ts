import type { Patience } from "./busy.ts";
import type { Connection, ConnectionOptions } from "./driver.ts";

/** Where the data lives and how it is spoken of. */
export interface Place extends Patience {
  /** File name, or a file: URI. */
  readonly location: string;
  readonly kind: "file" | "memory";
  readonly connect: Connect;
  /** For tests. Default: limits.checkAtOnceBytes. */
  readonly checkAtOnceBytes?: number;
}

export type Connect = (options: ConnectionOptions) => Connection;
