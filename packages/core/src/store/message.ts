/** Messages: what reaches a run from outside, other than requests to cancel or pause. Kept until the run takes them. */
import type { RunState } from "../model/run-state.ts";
import type { RunKey } from "./keys.ts";

/** A message that waits in a run's inbox. */
export interface Message {
  /** Grows in the order of arrival, over all runs. */
  readonly position: number;
  /** `signal~approved`, `child~call~pay`…: who in the run it is for. */
  readonly name: string;
  /** Encoded. */
  readonly payload: string;
  /** When it arrived, ms: read inside the transaction, so that positions and times have one order. */
  readonly at: number;
}

/** A message on its way to the newest generation of an id. */
export interface SendRow {
  readonly to: string;
  readonly name: string;
  readonly payload: string;
  /** Of several messages of one name with the same key only the first counts, taken or not; undefined for no key. */
  readonly dedup: string | undefined;
  /** True: taken only while the run has an opening of this name whose time is not over. */
  readonly onlyOpen?: boolean;
  /** The generation that is meant, where no other one is. */
  readonly onlyTo?: RunKey;
}

/** What became of a SendRow. */
export type SendOutcome =
  | { readonly sent: true; readonly run: RunKey /** Another message had the same key. */; readonly repeated: boolean }
  | { readonly sent: false; readonly problem: "unknown" | "not-open" | "late" | "gone-on" }
  | { readonly sent: false; readonly problem: "finished"; readonly status: RunState };

/** A message for a run that the writer of the batch executes itself. */
export interface Delivered {
  readonly run: RunKey;
  readonly message: Message;
}
