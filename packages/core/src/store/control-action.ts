/** What is asked of a run from outside, and how its worker hears of it. */
import type { RunKey } from "./keys.ts";
import type { RunRow } from "./run-row.ts";

export type ControlAction =
  | { readonly kind: "cancel"; readonly reason: string }
  | { readonly kind: "kill"; readonly reason: string }
  | { readonly kind: "pause" }
  | {
      readonly kind: "resume";
      /** Of a pinned run: whichever build takes it next. The encoded value of the entry that says so. */
      readonly anyBuild?: string;
    };

/** The run after what was asked. */
export interface Controlled extends RunRow {
  /** Runs that have ended by it, where it is not this one alone. */
  readonly ended?: readonly RunKey[];
}

export interface Notice {
  /** Later ones have greater ones. */
  readonly position: number;
  readonly run: RunKey;
  readonly kind: "cancel" | "kill" | "pause" | "resume" | "inbox";
}
