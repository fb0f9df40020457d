/** Takes runs into memory: just started, claimed, or woken while their memory was still kept. */

import { assert } from "../model/assert.ts";
import type { Entry } from "../model/entry.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { ClaimedRun, Delivered, Message, Notice, StartOutcome, Store, WorkerKey } from "../store/port.ts";
import { recordEnd } from "./events.ts";
import type { HeldRuns } from "./held-runs.ts";
import { Inbox } from "./inbox.ts";
import { LiveRun } from "./live-run.ts";
import { isPoison, poisoned } from "./poison.ts";
import type { Pump } from "./pump.ts";
import type { RunHolder } from "./run-holder.ts";
import type { WorkerEvents } from "./worker-options.ts";

export interface IntakeParts {
  readonly store: Store;
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  readonly held: HeldRuns;
  readonly pump: Pump<LiveRun>;
  readonly holder: RunHolder<LiveRun>;
  readonly events: Pick<WorkerEvents, "began" | "changed">;
  /** A run is not this worker's any more: there is room for another. */
  gone(run: LiveRun): void;
  /** A run will be due that nobody has taken yet. */
  dueAt(at: number): void;
}

export class Intake {
  readonly #parts: IntakeParts;
  #asked = 0;
  /** Of each run's row, which question was answered last. */
  readonly #answered = new WeakMap<LiveRun, number>();

  constructor(parts: IntakeParts) {
    this.#parts = parts;
  }

  /** @param worker in whose name it was started: others may have taken it before that was known here */
  started(outcome: StartOutcome, worker: WorkerKey | undefined): void {
    if (!outcome.created) return;
    const { row } = outcome;
    if (row.status === "running" && row.owner === worker)
      this.#take({ row, entries: [], logLines: 0, inherited: [], inbox: [] }, 0);
    // One in line is told when its turn has come.
    else if (row.status === "pending" && row.inLine === undefined) this.#parts.dueAt(row.availableAt);
    if (row.expiresAt !== undefined) this.#parts.dueAt(row.expiresAt);
    this.#parts.events.changed(row.key);
  }

  /** @param at when the claim was made, ms: what it read is not older */
  claimed(claimed: ClaimedRun, at: number): void {
    const { held } = this.#parts;
    if (held.active.has(claimed.row.key)) return;
    const hot = held.hot.take(claimed);
    if (hot === undefined) {
      // Its memory was still here when the claim was made: whoever takes it next reads its journal.
      if (claimed.entries === undefined) held.giveBackUnread(claimed.row);
      else this.#take(claimed, at);
      return;
    }
    hot.claim = claimed.row.claim;
    hot.row = claimed.row;
    hot.parked = false;
    hot.leaving = false;
    hot.askedWhileLeaving = false;
    receive(hot, claimed.inbox, at);
    this.#adopt(hot);
  }

  /** Replays once more and notes where the code asks, so that the person who reads the block is told the line. */
  diagnose(run: LiveRun, entries: readonly Entry[]): void {
    const { held, holder } = this.#parts;
    const { row, definition: workflow, inherited } = run;
    held.drop(run);
    this.#adopt(new LiveRun({ row, workflow, entries, logLines: Infinity, inherited, holder, diagnose: true }));
  }

  /**
   * Somebody has asked something of a run that this worker owns.
   * @returns false when the run is not in memory, or about to leave it: a batch on its way may bring it back
   */
  async noticed(notice: Notice): Promise<boolean> {
    const { held, store, pump, holder } = this.#parts;
    const run = held.active.get(notice.run);
    if (run === undefined) {
      held.hot.forget(notice.run);
      return false;
    }
    if (notice.kind === "inbox") {
      await this.readInbox(run);
      return true;
    }
    if (notice.kind === "kill") {
      this.#parts.gone(run);
      return true;
    }
    const question = ++this.#asked;
    const row = await store.get(run.key);
    // What was asked later, and is answered already, knows of this request, too.
    if (question < (this.#answered.get(run) ?? 0)) return true;
    this.#answered.set(run, question);
    // Meanwhile it may have left, or left and been taken again: then the store saw to the request, or it is heard again.
    if (run.leaving) run.askedWhileLeaving = true;
    if (held.active.get(run.key) !== run || run.leaving || (row !== undefined && row.claim < run.claim)) return false;
    if (row === undefined || row.claim > run.claim) {
      this.#parts.gone(run);
      return true;
    }
    run.row = row;
    run.pausing = row.pauseRequestedAt !== undefined;
    // Replay first: in what order it all happened is found out when the run has come to rest.
    if (run.recorded === undefined && !run.over) recordEnd(run, holder.now());
    pump.touch(run);
    return true;
  }

  /** Messages for runs that are executed here came with the worker's own batch. */
  delivered(messages: readonly Delivered[]): void {
    const { held, pump } = this.#parts;
    for (const { run: key, message } of messages) {
      const run = held.active.get(key);
      if (run === undefined) continue;
      receive(run, [message], 0);
      if (run.leaving) run.askedWhileLeaving = true;
      else pump.touch(run);
    }
  }

  /** Asks the store for the messages of a run that is executed here. */
  async readInbox(run: LiveRun): Promise<void> {
    const { store, pump, holder } = this.#parts;
    run.inbox ??= new Inbox();
    const at = Math.max(holder.now(), run.inbox.wantedAt);
    run.inbox.readBegins();
    try {
      receive(run, await store.inbox(run.key), at);
    } finally {
      run.inbox.readEnds();
    }
    // What comes while it leaves wakes it: the store looks whether the worker had seen all.
    if (run.leaving) run.askedWhileLeaving = true;
    else pump.touch(run);
  }

  #take(claimed: ClaimedRun, at: number): void {
    const { row, entries, logLines, inherited, inbox } = claimed;
    assert(entries !== undefined, `run ${row.id} was claimed without its journal, and its memory is gone`);
    const { workflows, holder } = this.#parts;
    const workflow = workflows.get(row.workflow);
    if (workflow === undefined) return;
    const run = new LiveRun({ row, workflow, entries, logLines, inherited, holder, diagnose: false });
    receive(run, inbox, at);
    if (row.claim === 1) this.#parts.events.began(row);
    if (isPoison(row.loneDeaths)) run.block(poisoned(row.deaths));
    this.#adopt(run);
  }

  #adopt(run: LiveRun): void {
    const { held, pump } = this.#parts;
    held.active.set(run.key, run);
    run.pausing = run.row.pauseRequestedAt !== undefined;
    // A run whose memory was kept was fully delivered when it parked: it only needs to be settled.
    if (run.waiting > 0 && run.blockedBy === undefined) pump.deliver(run);
    else pump.touch(run);
  }
}

/** Messages have come. @param readAt all that came before this instant are known now; 0 if that is not sure */
function receive(run: LiveRun, messages: readonly Message[], readAt: number): void {
  if (messages.length === 0 && run.inbox === undefined) return;
  run.inbox ??= new Inbox();
  run.inbox.add(messages, readAt);
}
