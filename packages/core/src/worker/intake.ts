/** Takes runs into memory: just started, claimed, or woken while their memory was still kept. */

import { assert } from "../model/assert.ts";
import type { Entry } from "../model/entry.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { ClaimedRun, Notice, RunRow, StartOutcome, Store } from "../store/port.ts";
import type { HeldRuns } from "./held-runs.ts";
import { LiveRun } from "./live-run.ts";
import { isPoison, poisoned } from "./poison.ts";
import type { Pump } from "./pump.ts";
import type { RunHolder } from "./run-holder.ts";

export interface IntakeParts {
  readonly store: Store;
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  readonly held: HeldRuns;
  readonly pump: Pump<LiveRun>;
  readonly holder: RunHolder<LiveRun>;
  /** A run will be due that nobody has taken yet. */
  dueAt(at: number): void;
}

export class Intake {
  readonly #parts: IntakeParts;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  started(outcome: StartOutcome): void {
    if (!outcome.created) return;
    const { row } = outcome;
    if (row.status === "running") this.#take({ row, entries: [], logLines: 0 });
    else this.#parts.dueAt(row.availableAt);
  }

  claimed(claimed: ClaimedRun): void {
    const { held } = this.#parts;
    if (held.active.has(claimed.row.key)) return;
    const hot = held.hot.take(claimed);
    if (hot === undefined) {
      this.#take(claimed);
      return;
    }
    hot.claim = claimed.row.claim;
    hot.row = claimed.row;
    hot.parked = false;
    hot.leaving = false;
    hot.askedWhileLeaving = false;
    this.#adopt(hot);
  }

  /** Replays once more and notes where the code asks, so that the person who reads the block is told the line. */
  diagnose(run: LiveRun, entries: readonly Entry[]): void {
    const { held, holder } = this.#parts;
    const { row, definition } = run;
    held.drop(run);
    this.#adopt(new LiveRun({ row, workflow: definition, entries, logLines: Infinity, holder, diagnose: true }));
  }

  /** Somebody has asked something of a run that this worker owns. */
  async noticed(notice: Notice): Promise<void> {
    const { held, store, pump } = this.#parts;
    const run = held.active.get(notice.run);
    if (run === undefined) {
      held.hot.forget(notice.run);
      return;
    }
    if (notice.kind === "kill") {
      held.drop(run);
      return;
    }
    const row = await store.get(run.key);
    // Meanwhile it may have left, or left and been taken again: then the store or that claim saw to the request.
    if (run.leaving) run.askedWhileLeaving = true;
    if (held.active.get(run.key) !== run || run.leaving || (row !== undefined && row.claim < run.claim)) return;
    if (row === undefined || row.claim > run.claim) {
      held.drop(run);
      return;
    }
    run.row = row;
    this.#takeRequests(run, row);
    pump.touch(run);
  }

  #take(claimed: ClaimedRun): void {
    const { row, entries, logLines } = claimed;
    assert(entries !== undefined, `run ${row.id} was claimed without its journal, and its memory is gone`);
    const { workflows, holder } = this.#parts;
    const workflow = workflows.get(row.workflow);
    if (workflow === undefined) return;
    const run = new LiveRun({ row, workflow, entries, logLines, holder, diagnose: false });
    if (isPoison(row.deaths)) run.block(poisoned(row.deaths));
    this.#adopt(run);
  }

  #adopt(run: LiveRun): void {
    const { held, pump } = this.#parts;
    held.active.set(run.key, run);
    this.#takeRequests(run, run.row);
    // A run whose memory was kept was fully delivered when it parked: it only needs to be settled.
    if (run.waiting > 0 && run.blockedBy === undefined) pump.deliver(run);
    else pump.touch(run);
  }

  /** Cancel and pause that were asked for while nobody held the run, or just now. */
  #takeRequests(run: LiveRun, row: RunRow): void {
    run.pausing = row.pauseRequestedAt !== undefined;
    if (row.cancelRequestedAt === undefined || run.endRequested) return;
    const at = row.cancelRequestedAt;
    try {
      const reason = this.#parts.holder.texts.open(row.cancelReason ?? "");
      run.append({ kind: "cancel", op: "", attempt: 0, at, text: run.encode(reason) });
    } catch (error) {
      run.block(error);
    }
  }
}
