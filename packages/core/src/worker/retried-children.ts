/** Children that ended badly before their parent was retried: they are retried when its code waits for them again. */
import { goesOnAgain, isEnding } from "../model/goes-on-again.ts";
import type { Operation } from "../operations/run-port.ts";
import type { AskingParent, RunRow, Store, WorkerKey } from "../store/port.ts";
import type { LiveRun } from "./live-run.ts";
import type { RunRetries } from "./run-retries.ts";

/** Retries a child that ended badly before its parent was retried. @param by the parent, as it is executed here */
export type RetryChild = (child: RunRow, by: AskingParent, how: RunRetries["ofChildren"]) => Promise<void>;

export interface RetriedChildrenParts {
  readonly store: Store;
  readonly retryChild: RetryChild;
  /** A run goes out with the next batch: it may be taken with the same. */
  wakes(): void;
}

/** Id of a child that can be retried when it has ended. */
export interface Ending {
  readonly ending: string;
}

export class RetriedChildren {
  readonly #parts: RetriedChildrenParts;
  /** The operations of each run that wait for a child which is being retried. */
  readonly #retrying = new Map<LiveRun, Set<Operation>>();

  constructor(parts: RetriedChildrenParts) {
    this.#parts = parts;
  }

  /** A child of the run is being retried: it is to end with the run, where nobody waits for it any more. */
  isRetrying(run: LiveRun): boolean {
    return this.#retrying.has(run);
  }

  /** Nothing is being retried for the operation any more. @returns whether something was */
  over(run: LiveRun, operation: Operation): boolean {
    const retried = this.#retrying.get(run);
    const forThis = retried?.delete(operation) === true;
    if (retried?.size === 0) this.#retrying.delete(run);
    return forThis;
  }

  /** Where a retry of the run has left the child. */
  async retry(run: LiveRun, operation: Operation, child: RunRow): Promise<Ending | undefined> {
    if (run.retried.times === 0 || child.parent !== run.id) return undefined;
    // What is waited for only now may have failed since: that is the answer.
    if (operation.awaitsEnd === "started" && !run.retried.left(child)) return undefined;
    const waited = operation.awaitsEnd !== undefined;
    const ending = waited && isEnding(child);
    if (!ending && !goesOnAgain(child, { waited })) return undefined;
    if (waited && (await this.#isAnswer(run, operation, { ending }))) return undefined;
    if (!run.cursor.waitsFor(operation)) return undefined;
    if (ending) return { ending: child.id };
    const by = { worker: run.row.owner as WorkerKey, run: run.key, claim: run.claim };
    if (waited) this.#retrying.set(run, (this.#retrying.get(run) ?? new Set()).add(operation));
    await this.#parts.retryChild(child, waited ? { ...by, op: operation.id } : by, run.retried.ofChildren);
    this.#parts.wakes();
    return undefined;
  }

  /** Who has been told of its end was so when it ended: nothing may begin below it either. Who is to be told, will be. */
  async #isAnswer(run: LiveRun, { id }: Operation, { ending }: { ending: boolean }): Promise<boolean> {
    const { store } = this.#parts;
    const unread = await store.inbox(run.key);
    if (unread.some(({ name }) => name === `child~${id}`)) return true;
    return ending && (await store.wakeUps(run.key)).awaits.some(({ op }) => op === id);
  }
}
