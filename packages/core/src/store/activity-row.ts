/** Bodies that take long, as others are told of them. */
import type { RunKey, WorkerKey } from "./keys.ts";

export interface ActivityKey {
  readonly run: RunKey;
  readonly op: string;
  /** Who executes it. */
  readonly worker: WorkerKey;
}

/** A body that has been executing for a while. */
export interface ActivityRow extends ActivityKey {
  readonly attempt: number;
  readonly startedAt: number;
  /** Encoded; what was last given to heartbeat(). */
  readonly heartbeat: string | undefined;
  readonly progress: { readonly done: number; readonly total: number | undefined } | undefined;
}
