/** wf.sleep: a durable timer. Recorded as `timer` when it is over; its due time needs no record. */

import { type Duration, toMs } from "../model/duration.ts";
import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { isDate } from "../model/is-date.ts";
import { readOptions } from "../model/read-options.ts";
import { checkName } from "../model/step-name.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import type { Command, Operation, RunPort } from "./run-port.ts";

export function sleep(run: RunPort, until: Duration | Date, options?: { readonly name?: string }): Promise<void> {
  const scope = scopeOf(run, "wf.sleep");
  const { name = "sleep" } = options === undefined ? {} : readOptions(options, ["name"], { where: "wf.sleep" });
  const dueAt = isDate(until) ? dateDue(until) : run.clock.peek() + toMs(until, "wf.sleep");
  const id = scope.next("sleep", checkName("sleep", name));
  return waitFor<void>(run, (settle) => new SleepOperation(run, { id, dueAt, settle }));
}

function dateDue(date: Date): number {
  const at = date.getTime();
  if (Number.isNaN(at))
    throw failure("invalid-duration", { where: "wf.sleep", value: "Invalid Date", problem: "it is no instant" });
  return at;
}

class SleepOperation implements Operation {
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #dueAt: number;
  readonly #settle: Settle<void>;

  constructor(run: RunPort, at: { id: string; dueAt: number; settle: Settle<void> }) {
    this.id = at.id;
    this.line = run.callerLine();
    this.#dueAt = at.dueAt;
    this.#settle = at.settle;
  }

  take(entry: Entry): void {
    if (entry.kind !== "timer")
      throw failure("broken-invariant", { what: `sleep ${this.id} was answered by an entry of kind ${entry.kind}` });
    this.#settle.resolve();
  }

  reject(error: unknown): void {
    this.#settle.reject(error);
  }

  command(): Command {
    return { do: "timer", dueAt: this.#dueAt };
  }
}
