/**
 * Carries out the transactions of users, one after the other: each writes the entry of its result itself.
 *
 * X1  A transaction begins when nothing of its run is on its way to the store, and until it is over nothing of that run
 *     is sent: so its entry has the next position, and all that came before it is written with it or was before.
 * X2  An entry is given to the run only when it is on disk, in the same go of the event loop.
 * X3  Whether a COMMIT landed is never guessed: the run is given back, and whoever takes it finds the answer in its
 *     journal.
 */
import { failure, isFailure } from "../model/errors.ts";
import type { BodyCommand } from "../operations/run-port.ts";
import type { Batch, RunKey, Store, WorkerKey } from "../store/port.ts";
import type { CommitOwner } from "./commit-queue.ts";
import type { HeldRuns } from "./held-runs.ts";
import type { LiveRun } from "./live-run.ts";
import { Transaction, type TransactionDeps } from "./transaction.ts";

export interface TransactionOwner extends CommitOwner {
  /** This worker does not hold the run any more. */
  lost(held: { readonly run: RunKey; readonly claim: number }): void;
}

export interface TransactionsParts {
  readonly store: Store;
  readonly owner: TransactionOwner;
  readonly worker: TransactionDeps & { readonly held: HeldRuns; readonly key: WorkerKey | undefined };
}

const firstRetryMs = 50;
const lastRetryMs = 2_000;

export class Transactions {
  readonly #parts: TransactionsParts;
  #line: Transaction[] = [];
  /** One is under way, or waits to be tried again. */
  #busy = false;
  #waitMs = firstRetryMs;

  constructor(parts: TransactionsParts) {
    this.#parts = parts;
  }

  add(run: LiveRun, command: BodyCommand): void {
    const { place } = command;
    if (place.isolation !== "transaction") return;
    const transaction = new Transaction(run, { ...command, place }, this.#parts.worker);
    run.agenda.executing.set(command.operation, transaction);
    this.#line.push(transaction);
  }

  /** Begins the next one that may begin. */
  next(): void {
    const { key } = this.#parts.worker;
    if (this.#busy || key === undefined) return;
    for (const gone of this.#line.filter(({ wanted }) => !wanted)) gone.forget();
    this.#line = this.#line.filter(({ wanted }) => wanted);
    const at = this.#line.findIndex(({ run }) => !run.record.write.onItsWay);
    const [transaction] = at < 0 ? [] : this.#line.splice(at, 1);
    if (transaction === undefined) return;
    this.#busy = true;
    transaction.run.record.reserved = true;
    void this.#carry(transaction, key);
  }

  async #carry(transaction: Transaction, worker: WorkerKey): Promise<void> {
    const { run } = transaction;
    let waitMs = 0;
    try {
      waitMs = await this.#carryOut(transaction, worker);
    } catch (error) {
      waitMs = this.#failed(transaction, worker, error);
    }
    run.record.reserved = false;
    this.#parts.worker.touch(run);
    if (waitMs > 0) {
      this.#line.unshift(transaction);
      await new Promise<void>((resolve) => void this.#parts.worker.host.timer(waitMs, resolve));
    }
    this.#busy = false;
    this.next();
  }

  async #carryOut(transaction: Transaction, worker: WorkerKey): Promise<0> {
    const { store, owner } = this.#parts;
    const { run, command, body, write: entryOf, landed } = transaction;
    const { step } = command;
    if (store.transact === undefined) {
      transaction.fail(failure("transactions-unsupported", { step, store: store.label }));
      return 0;
    }
    let batch: Batch | undefined;
    const write = (result: unknown) => {
      const entry = entryOf(result);
      const at = this.#parts.worker.host.now();
      if (entry !== undefined) batch = { id: "", worker, at, starts: [], sends: [], writes: [entry], claim: undefined };
      return batch;
    };
    const outcome = await store.transact({ worker, run: run.key, claim: run.claim, step, body, write, landed });
    this.#waitMs = firstRetryMs;
    if (outcome.ended === "landed" && batch !== undefined) owner.committed(batch, outcome.result);
    else if (outcome.ended === "lost") owner.lost({ run: run.key, claim: run.claim });
    else if (outcome.ended === "failed") transaction.fail(outcome.error);
    else transaction.forget();
    return 0;
  }

  /** @returns after how many ms it is tried again; 0 when it is over */
  #failed(transaction: Transaction, worker: WorkerKey, error: unknown): number {
    const { owner } = this.#parts;
    const refused = isFailure(error, "store-failed") && error.facts.refused === true;
    if (refused) {
      transaction.fail(error);
    } else if (isFailure(error, "store-full") || isFailure(error, "store-failed")) {
      const waitMs = this.#waitMs;
      this.#waitMs = Math.min(waitMs * 2, lastRetryMs);
      owner.delayed(error, waitMs);
      return waitMs;
    } else if (isFailure(error, "worker-fenced")) {
      owner.fenced(worker);
    } else if (isFailure(error, "outcome-unknown")) {
      // One that was dropped meanwhile may have been taken again, and that stands.
      if (!transaction.run.dropped) this.#parts.worker.held.giveBack(transaction.run);
      owner.landed();
    } else {
      owner.broken(error);
    }
    return 0;
  }
}
