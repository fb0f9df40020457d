/** Where a step's body executes. */
import type { Sql } from "../model/sql.ts";
import type { BodyContext } from "./body-context.ts";

export type BodyPlace =
  | { readonly isolation: "inline" }
  | {
      readonly isolation: "thread" | "process";
      readonly module: string;
      readonly task: string;
      readonly input: unknown;
      /** Of the process's heap; undefined for Node's default. */
      readonly memoryBytes: number | undefined;
    }
  /** In a transaction of the store's, together with the entry of its result. */
  | { readonly isolation: "transaction"; body(sql: Sql, context: BodyContext): unknown };
