/** What the parts of the public face share: one open store, one worker, one registry. */
import type { RawTexts } from "../model/value/raw-text.ts";
import type { Store } from "../store/port.ts";
import type { Worker } from "../worker/worker.ts";
import type { Changes } from "./changes.ts";
import type { Settings } from "./open-options.ts";
import type { Extensions } from "./plugins.ts";
import type { Registry } from "./registry.ts";

export interface Internals {
  readonly settings: Settings;
  readonly store: Store;
  readonly worker: Worker;
  readonly registry: Registry;
  readonly changes: Changes;
  readonly extensions: Extensions;
  /** True from the beginning of close. */
  readonly closed: boolean;
  /** What is executed here: open({ build }). */
  readonly build: string;
  /** The same for runs of a queue that are executed where they are started; undefined for others. */
  buildFor(queue: string): string | undefined;
  /** @param limitBytes instead of the engine's */
  encode(value: unknown, where: string, limitBytes?: number): string;
  /** The same without the limit. */
  encodeAgain(value: unknown, where: string): string;
  decode(text: string): unknown;
  readonly texts: RawTexts;
  close(graceMs: number): Promise<void>;
}
