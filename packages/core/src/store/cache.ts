/** Values of steps that other runs of the namespace go on with, and who computes one now. */
import type { RunKey } from "./keys.ts";

/** What a value is kept under. */
export interface CachePlace {
  /** Of the step or task. */
  readonly name: string;
  readonly key: string;
}

/** A step asks for a value. */
export interface CacheTake extends CachePlace {
  readonly run: RunKey;
  /** The claim number under which the asker holds the run. */
  readonly claim: number;
  /** Operation key of the step; "" for a whole run. */
  readonly op: string;
  /** True: the run as a whole computes it, for as long as it is pending, running or waiting, whoever holds it. */
  readonly whole?: boolean;
  /** The asker's clock, ms: what has expired by then is not used. */
  readonly at: number;
  /** A value that the asker cannot read: it is not used. */
  readonly unless?: string | undefined;
}

/**
 * `value`: it is there. `taken`: it is for the asker to compute it; until it has written how that ended, or its run is
 * not running under this claim any more, nobody else is told so. `busy`: another step, or run, computes it, or
 * the asker's run is not running under its claim.
 */
export type CacheTaken =
  | { readonly found: "value"; readonly text: string | undefined }
  | { readonly found: "taken" }
  | { readonly found: "busy"; readonly holder: RunKey /** Of the run. */; readonly id: string };

/** How the computing of a value has ended; leaves with the entry that says so. */
export interface CacheWrite extends CachePlace {
  readonly op: string;
  /** Undefined: there is no value, and the next one may compute it. */
  readonly kept:
    | { readonly text: string | undefined /** Ms; undefined for never. */; readonly until: number | undefined }
    | undefined;
}
