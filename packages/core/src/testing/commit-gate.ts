/** A gate before the commits of a store: closed, it holds them up; it can also let one fail. */
import type { Batch } from "../store/port.ts";
import type { Around } from "./around-store.ts";
import { until } from "./until.ts";

type Choice = (batch: Batch) => boolean;

/** How a commit that is let through shall fail. */
export interface CommitFault {
  readonly error: unknown;
  /** The error comes after the batch was applied. Default false. */
  readonly landed?: boolean;
  /** Which batches fail so. Default: those that write anything. */
  readonly applies?: Choice;
  /** How many of them. Default 1. */
  readonly times?: number;
}

export class CommitGate {
  /** Batches that came to the gate, in order, also those that are held or failed. */
  readonly seen: Batch[] = [];
  /** Called when a batch was applied, before anybody else knows. */
  onLanded: (batch: Batch) => void = () => {};
  #closed: PromiseWithResolvers<void> | undefined;
  #closesFor: Choice = () => false;
  #waiting = 0;
  #faults: { readonly fault: CommitFault; left: number }[] = [];

  /** Given to aroundStore. */
  readonly around: Around = {
    commit: async (next, batch) => {
      this.seen.push(batch);
      if (this.#closesFor(batch)) this.close();
      while (this.#closed !== undefined) {
        this.#waiting++;
        await this.#closed.promise;
        this.#waiting--;
      }
      const found = this.#faults.find(({ fault, left }) => left > 0 && (fault.applies ?? writesSomething)(batch));
      if (found === undefined) {
        const result = await next(batch);
        this.onLanded(batch);
        return result;
      }
      found.left--;
      if (found.fault.landed === true) await next(batch);
      throw found.fault.error;
    },
  };

  close(): void {
    this.#closed ??= Promise.withResolvers();
  }

  /** Closes as soon as such a batch comes, before it. */
  closeFor(choice: Choice): void {
    this.#closesFor = choice;
  }

  open(): void {
    const closed = this.#closed;
    this.#closed = undefined;
    this.#closesFor = () => false;
    closed?.resolve();
  }

  /** Resolves when a commit waits at the closed gate. */
  async held(): Promise<void> {
    await until("a commit waits at the gate", () => this.#waiting > 0);
  }

  fail(fault: CommitFault): void {
    this.#faults.push({ fault, left: fault.times ?? 1 });
  }

  /** No commit fails any more. */
  heal(): void {
    this.#faults = [];
  }
}

function writesSomething(batch: Batch): boolean {
  return batch.starts.length + batch.writes.length > 0;
}

/** Batches in which a run leaves by this event. */
export function changes(event: string): Choice {
  return (batch) => batch.writes.some(({ change }) => change?.event === event);
}

/** Batches that hold an entry of this kind. */
export function holds(kind: string): Choice {
  return (batch) => batch.writes.some(({ entries }) => entries.some((entry) => entry.kind === kind));
}
