/**
 * Runs that messages of a batch wake and its claim may take at once, past nobody: one change of their row instead of
 * two. Whoever shares places, is pinned to a build, is a suspect, or is not the claimer's to take, is woken as usual.
 */
import type { Batch, ClaimRequest, RunKey } from "../port.ts";
import type { Connection } from "./driver.ts";
import { anySuspect } from "./gather.ts";
import { pausedQueues } from "./queues.ts";
import type { Session } from "./session.ts";

/** A waiting run to which a message has come. */
export interface Woken {
  readonly run: RunKey;
  readonly id: string;
  readonly workflow: string;
  readonly queue: string;
  readonly deaths: number;
  /** It shares places or is pinned. */
  readonly special: boolean;
}

export class WokenRuns {
  readonly keys = new Set<RunKey>();
  readonly #wanted: ClaimRequest;
  readonly #paused: ReadonlySet<string>;

  constructor(wanted: ClaimRequest, paused: ReadonlySet<string>) {
    this.#wanted = wanted;
    this.#paused = paused;
  }

  get build(): string {
    return this.#wanted.build;
  }

  /** False when the run has to be woken for anybody to take. */
  takes({ run, id, workflow, queue, deaths, special }: Woken): boolean {
    const { limit, workflows, queues, ids } = this.#wanted;
    if (this.keys.has(run)) return true;
    if (this.keys.size >= limit || special || deaths >= 2 || this.#paused.has(queue)) return false;
    if (!workflows.includes(workflow) || !queues.includes(queue)) return false;
    if (ids !== undefined && !ids.includes(id)) return false;
    this.keys.add(run);
    return true;
  }
}

/** Undefined where others may have to go first. */
export function wokenBy(session: Session, db: Connection, { claim, sends }: Batch): WokenRuns | undefined {
  if (claim?.atOnce !== true || sends.length === 0 || anySuspect(session, db)) return undefined;
  return new WokenRuns(claim, pausedQueues(session, db));
}
