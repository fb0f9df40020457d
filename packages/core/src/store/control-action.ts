/** What is asked of a run from outside, and how its worker hears of it. */
import type { RunKey } from "./keys.ts";

export type ControlAction =
  | { readonly kind: "cancel"; readonly reason: string }
  | { readonly kind: "kill"; readonly reason: string }
  | { readonly kind: "pause" }
  | {
      readonly kind: "resume";
      /** Of a pinned run: whichever build takes it next. The encoded value of the entry that says so. */
      readonly anyBuild?: string;
    };

export interface Notice {
  /** Later ones have greater ones. */
  readonly position: number;
  readonly run: RunKey;
  readonly kind: "cancel" | "kill" | "pause" | "resume" | "inbox";
}
