/**
 * What is on disk, as the simulation has seen it land: kept apart from the engine's memory and from the store's tables,
 * and held against both. Notes whatever the store should not have taken.
 */
import type { Entry } from "../../model/entry.ts";
import { isFinished } from "../../model/run-state.ts";
import type { Batch, CommitResult, ControlAction, RunKey, RunRow, RunWrite, WorkerKey } from "../../store/port.ts";
import type { TransactOutcome } from "../../store/transaction-port.ts";
import type { Actor } from "./actor.ts";
import { Ids } from "./ids.ts";
import { deadlineOf, type KnownRun, killBelow, newRun, ownName, stateAfter, textIn } from "./known-run.ts";
import type { Arrival, Beginning, Landed, LedgerParts, Transacted } from "./landed.ts";
import { QueueBook, type QueueWish } from "./queue-book.ts";

export class Ledger {
  readonly runs = new Map<RunKey, KnownRun>();
  /** Workers that were declared dead. */
  readonly reaped = new Set<WorkerKey>();
  /** Ids of runs that others have started. */
  readonly children = new Set<string>();
  /** All entries that have landed. */
  entries = 0;
  /** When messages were put into inboxes, by their payload: ms on the wall. */
  readonly arrivedAt = new Map<string, number>();
  /** Signals from outside that were put into an inbox, in that order. */
  readonly arrivals: Arrival[] = [];
  readonly queues: QueueBook;
  readonly beginnings: Beginning[] = [];
  readonly #parts: LedgerParts;
  readonly ids = new Ids();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.queues = new QueueBook(parts.clock);
  }

  #offend(offence: string): void {
    this.#parts.offend(offence);
  }

  /** The generation, if anything of it is known; of an id that was removed and given again, the later one. */
  find(id: string, generation: number): KnownRun | undefined {
    return this.ids.find(id, generation);
  }

  landed({ actor, verb, args, result, begunAt }: Landed): void {
    switch (verb) {
      case "commit":
        this.#batch(args[0] as Batch, result as CommitResult, actor);
        this.queues.claimed(result as CommitResult, begunAt);
        return;
      case "setQueue":
        this.queues.asked({ name: args[0] as string, ...(args[1] as QueueWish), begunAt });
        return;
      case "transact":
        if ((result as TransactOutcome).ended === "landed")
          this.#batch((args[0] as Transacted).wrote as Batch, (result as { result: CommitResult }).result, actor);
        return;
      case "control":
        this.#controlled(args[1] as ControlAction, result as RunRow);
        return;
      case "nextGeneration":
      case "fork": {
        const { entries } = args[1] as { readonly entries: readonly Entry[] };
        const row = result as RunRow;
        const copied = verb === "fork" ? entries.length : this.ids.newest(row.id)?.copied;
        this.#begun(row, entries).copied = Math.min(copied ?? 0, entries.length);
        return;
      }
      case "reap":
        for (const worker of (result as { workers: readonly WorkerKey[] }).workers) this.#gone(worker);
        return;
      case "deregister":
        this.#gone(args[0] as WorkerKey);
        return;
      default:
    }
  }

  #batch(batch: Batch, { starts, sends, lost, claimed }: CommitResult, actor: Actor): void {
    const { worker } = batch;
    if (worker !== undefined && this.reaped.has(worker))
      this.#offend(`worker ${worker} was declared dead, and its batch ${batch.id} was taken`);
    for (const { payload } of [...batch.sends, ...batch.writes.flatMap(({ sends }) => sends)]) {
      const what = textIn(payload);
      if (!this.arrivedAt.has(what)) this.arrivedAt.set(what, this.#parts.clock.now());
    }
    for (const outcome of starts) {
      if (!outcome.created) continue;
      const run = this.#begun(outcome.row, [], outcome.row.key);
      if (outcome.row.status !== "running" || worker === undefined) continue;
      run.holder = { worker, claim: outcome.row.claim };
      this.#fenced(run, outcome.row, actor);
      run.takenWith.set(actor.number, 0);
    }
    for (const [at, send] of batch.sends.entries()) {
      const outcome = sends[at];
      if (outcome?.sent !== true || outcome.repeated) continue;
      // What wf.continueAs has begun is known when it is claimed.
      const run = this.runs.get(outcome.run) ?? this.ids.newest(send.to);
      this.arrivals.push({ ...send, work: run?.work });
    }
    for (const write of batch.writes) if (!lost.includes(write.run)) this.#written(write, worker, actor);
    for (const { row, entries } of claimed) {
      const run = this.runs.get(row.key) ?? this.#begun(row, entries ?? []);
      this.#claimed(run, { row, entries }, actor);
      run.takenWith.set(actor.number, run.entries.length);
    }
  }

  /** @param work default: of the generation before */
  #begun(row: RunRow, entries: readonly Entry[], work?: RunKey): KnownRun {
    const { key } = row;
    const run = newRun(row, this.ids.begun(row, work));
    for (const entry of entries) this.#entry(run, entry);
    this.runs.set(key, run);
    if (run.begun) this.#begins(run);
    this.ids.add(run);
    return run;
  }

  #begins(run: KnownRun): void {
    this.beginnings.push({ run, landedAt: this.#parts.clock.now() });
  }

  #claimed(
    run: KnownRun,
    { row, entries }: Pick<CommitResult["claimed"][number], "row" | "entries">,
    actor: Actor,
  ): void {
    const { holder } = run;
    const what = `run ${run.id} was claimed (${row.claim})`;
    if (holder !== undefined) this.#offend(`${what} while worker ${holder.worker} holds it (${holder.claim})`);
    if (entries !== undefined && entries.length !== run.entries.length)
      this.#offend(`${what} with ${entries.length} entries, and ${run.entries.length} had landed`);
    if (row.owner !== undefined) run.holder = { worker: row.owner, claim: row.claim };
    this.#fenced(run, row, actor);
    run.claimedAt = this.#parts.clock.now();
    run.deadline = deadlineOf(row);
    run.startedAt = row.startedAt;
    run.status = row.status;
    if (!run.begun) this.#begins(run);
    run.begun = true;
    if (run.cancelled && row.cancelRequestedAt === undefined)
      this.#offend(`${what}, and that it was cancelled is forgotten`);
    run.cancelledBeforeClaim = run.cancelled;
  }

  /** Who holds it last is told from all who held it before, in whatever generation. */
  #fenced({ id, fences }: KnownRun, { claim, claimsBefore }: RunRow, { number }: Actor): void {
    const fence = claimsBefore + claim;
    const before = this.ids.fenced(id, fence);
    fences.set(fence, number);
    if (fence <= before) this.#offend(`run ${id} was claimed with fence ${fence}, after ${before}`);
  }

  #written(write: RunWrite, worker: WorkerKey | undefined, actor: Actor): void {
    const run = this.runs.get(write.run);
    if (run === undefined) {
      this.#offend(`something was written for run ${write.run}, which nobody has started or claimed`);
      return;
    }
    const { holder } = run;
    if (holder === undefined || holder.worker !== worker || holder.claim !== write.claim)
      this.#offend(
        `worker ${worker} wrote for run ${run.id} under claim ${write.claim}; it is held by ${holder?.worker} (${holder?.claim})`,
      );
    if (isFinished(run.status)) this.#offend(`something was written for run ${run.id}, which is ${run.status}`);
    const writer = this.#parts.executing(actor, run);
    for (const entry of write.entries) {
      this.#entry(run, entry);
      run.writers[run.entries.length - 1] = writer;
    }
    for (const { start } of write.children) this.children.add(start.id);
    if (write.change === undefined) return;
    run.holder = undefined;
    run.status = stateAfter[write.change.event];
    if (isFinished(run.status)) run.endedIn = writer;
  }

  #entry(run: KnownRun, entry: Entry): void {
    if (entry.seq !== run.entries.length + 1)
      this.#offend(`entry ${entry.seq} of run ${run.id} came after ${run.entries.length}`);
    if (entry.kind === "timeout" && entry.at < run.deadline)
      this.#offend(`run ${run.id} timed out ${run.deadline - entry.at} ms early`);
    run.entries.push(entry);
    run.outcomes.set(ownName(entry.op), entry);
    this.entries++;
  }

  #controlled({ kind }: ControlAction, row: RunRow): void {
    const run = this.runs.get(row.key);
    if (run === undefined) return;
    if (kind === "kill" || isFinished(row.status)) run.holder = undefined;
    if (kind === "kill" && !isFinished(run.status)) killBelow(this.runs, run);
    if (kind === "cancel" && !isFinished(row.status)) {
      run.cancelled = true;
      run.cancelledSince ??= this.#parts.clock.elapsed;
    }
    if (kind === "resume") run.pausedSince = undefined;
    if (kind === "pause" && row.status === "running") run.pausedSince ??= this.#parts.clock.elapsed;
    run.status = row.status;
  }

  #gone(worker: WorkerKey): void {
    this.reaped.add(worker);
    for (const run of this.runs.values()) {
      if (run.holder?.worker !== worker) continue;
      run.holder = undefined;
      run.status = "pending";
    }
  }
}
