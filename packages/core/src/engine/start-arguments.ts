/** What the ways to start runs take and give. */
import type { RunHandle } from "./handle.ts";
import type { StartOptions } from "./start-options.ts";

/** A run to start with others: `engine.startMany`. */
export interface StartItem<I = unknown> extends StartOptions {
  readonly input: I;
}

/** What came of one item of startMany. */
export type StartManyResult<O> =
  | { readonly handle: RunHandle<O>; readonly error?: undefined }
  | { readonly handle?: undefined; readonly error: unknown };

/** The input may be left out where the workflow takes none. */
export type InputAnd<I, Options> = undefined extends I ? [input?: I, options?: Options] : [input: I, options?: Options];
