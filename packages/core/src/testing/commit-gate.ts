/** A gate before the commits of a store: closed, it holds them up; it can also let one fail. */
import type { Batch } from "../store/port.ts";
import type { Around } from "./around-store.ts";
import { until } from "./until.ts";

/** How a commit that is let through shall fail. `landed`: the error comes after it was applied. */
export interface CommitFault {
  readonly error: unknown;
  readonly landed?: boolean;
}

export class CommitGate {
  /** Batches that came to the gate, in order, also those that are held or failed. */
  readonly seen: Batch[] = [];
  #closed: PromiseWithResolvers<void> | undefined;
  #waiting = 0;
  #faults: { readonly applies: (batch: Batch) => boolean; readonly fault: CommitFault; left: number }[] = [];

  /** Given to aroundStore. */
  readonly around: Around = {
    commit: async (next, batch) => {
      this.seen.push(batch);
      while (this.#closed !== undefined) {
        this.#waiting++;
        await this.#closed.promise;
        this.#waiting--;
      }
      const found = this.#faults.find((candidate) => candidate.left > 0 && candidate.applies(batch));
      if (found === undefined) return await next(batch);
      found.left--;
      if (found.fault.landed === true) await next(batch);
      throw found.fault.error;
    },
  };

  close(): void {
    this.#closed ??= Promise.withResolvers();
  }

  open(): void {
    const closed = this.#closed;
    this.#closed = undefined;
    closed?.resolve();
  }

  /** Resolves when a commit waits at the closed gate. */
  async held(): Promise<void> {
    await until("a commit waits at the gate", () => this.#waiting > 0);
  }

  /** The next commits that `applies` is true of fail so; by default the next one that writes anything. */
  fail(fault: CommitFault, applies: (batch: Batch) => boolean = writesSomething, times = 1): void {
    this.#faults.push({ applies, fault, left: times });
  }

  /** No commit fails any more. */
  heal(): void {
    this.#faults = [];
  }
}

function writesSomething(batch: Batch): boolean {
  return batch.starts.length + batch.writes.length > 0;
}
