/** What is asked from outside of any run (starts, messages), and who is to be told what came of it. */
import type { Batch, CommitResult, SendOutcome, SendRow, StartOutcome, StartRow } from "../store/port.ts";
import { howManyFit } from "./batch-size.ts";

interface Pending<Row, Outcome> {
  readonly row: Row;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

export class Asked {
  #starts: Pending<StartRow, StartOutcome>[] = [];
  #sends: Pending<SendRow, SendOutcome>[] = [];

  get size(): number {
    return this.#starts.length + this.#sends.length;
  }

  start(row: StartRow): Promise<StartOutcome> {
    return enqueue(this.#starts, row);
  }

  send(row: SendRow): Promise<SendOutcome> {
    return enqueue(this.#sends, row);
  }

  /** As much as one batch takes of each; the rest stays. */
  takeBatch(): Asked {
    const taken = new Asked();
    taken.#starts = this.#starts.splice(
      0,
      howManyFit(this.#starts, ({ row }) => row.input.length),
    );
    taken.#sends = this.#sends.splice(
      0,
      howManyFit(this.#sends, ({ row }) => row.payload.length),
    );
    return taken;
  }

  takeAll(): Asked {
    const taken = new Asked();
    taken.putBack(this);
    this.#starts = [];
    this.#sends = [];
    return taken;
  }

  putBack(other: Asked): void {
    this.#starts.push(...other.#starts);
    this.#sends.push(...other.#sends);
  }

  oneByOne(): Asked[] {
    const alone = (fill: (one: Asked) => void): Asked => {
      const one = new Asked();
      fill(one);
      return one;
    };
    const starts = this.#starts.map((start) => alone((one) => void one.#starts.push(start)));
    return [...starts, ...this.#sends.map((send) => alone((one) => void one.#sends.push(send)))];
  }

  rows(): Pick<Batch, "starts" | "sends"> {
    return { starts: this.#starts.map(({ row }) => row), sends: this.#sends.map(({ row }) => row) };
  }

  answer(result: CommitResult): void {
    tell(this.#starts, result.starts);
    tell(this.#sends, result.sends);
  }

  reject(error: unknown): void {
    for (const pending of this.#starts) pending.reject(error);
    for (const pending of this.#sends) pending.reject(error);
  }
}

function enqueue<Row, Outcome>(line: Pending<Row, Outcome>[], row: Row): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    line.push({ row, resolve, reject });
  });
}

function tell<Outcome>(line: readonly Pending<unknown, Outcome>[], outcomes: readonly Outcome[]): void {
  for (const [at, pending] of line.entries()) {
    const outcome = outcomes[at];
    if (outcome !== undefined) pending.resolve(outcome);
  }
}
