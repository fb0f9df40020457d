/** What a connection knows of a run that a worker of it executes; session.ts says for how long it holds. */
import type { WorkerKey } from "../port.ts";
import type { LaneCounts } from "./counts.ts";

export interface Held {
  readonly worker: WorkerKey;
  readonly claim: number;
  /** Last position of its journal. */
  seq: number;
  /** True while it counts deaths, which the next entry clears. */
  suspect: boolean;
  /** Whoever executes it knows of every message but those that this connection leaves from now on. */
  inboxKnown: boolean;
  /** Bodies of it were announced: only then there can be rows of them to remove. */
  announced: boolean;
  /** Where its state is counted. */
  readonly lane: LaneCounts;
  /** First claim. */
  readonly startedAt: number;
  /** It has places that others may wait for. */
  readonly shares: boolean;
}
