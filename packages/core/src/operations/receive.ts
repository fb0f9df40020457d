/**
 * wf.receive: the next signal of a name, buffered ones included. Recorded as `signal` with its payload, as `refused`
 * for each one that does not fit the schema, and as `timer` when the time is over.
 */

import { caught } from "../model/caught.ts";
import type { Duration } from "../model/duration.ts";
import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { messageOf } from "../model/run-errors.ts";
import { checkName } from "../model/step-name.ts";
import { type Settle, scopeOf, waitFor } from "./asking.ts";
import { judge } from "./judge.ts";
import type { Command, Operation, RunPort, Verdict } from "./run-port.ts";
import { messageName, type Signal, signalOf } from "./signal.ts";
import { dueOf } from "./waiting-options.ts";

/** Which signals fit, and for how long to wait. */
export interface ReceiveOptions<T = unknown> {
  /** How long to wait; then the result is undefined. A duration from now, or an instant. Default: for ever. */
  readonly timeout?: Duration | Date;
  /** Only payloads for which this is true are taken; others stay for other receivers. Default: any. */
  readonly match?: (payload: T) => boolean;
  /** Its name in the journal. Default: the signal's. */
  readonly name?: string;
}

export function receive<T>(
  run: RunPort,
  wanted: Signal<T> | string,
  options: ReceiveOptions<T> = {},
): Promise<T | undefined> {
  const scope = scopeOf(run, "wf.receive");
  const signal = signalOf(wanted, "wf.receive");
  const { match, dueAt, name } = checkOptions(run, options);
  const id = scope.next("receive", checkName("receive", name ?? signal.name));
  return waitFor<T | undefined>(
    run,
    (settle) =>
      new ReceiveOperation(run, { id, signal, match: match as Match, dueAt, settle: settle as Settle<unknown> }),
  );
}

type Match = ((payload: unknown) => boolean) | undefined;

interface Wanted {
  readonly id: string;
  readonly signal: Signal;
  readonly match: Match;
  readonly dueAt: number | undefined;
  readonly settle: Settle<unknown>;
}

const known: ReadonlySet<string> = new Set(["timeout", "match", "name"]);

function checkOptions<T>(run: RunPort, options: ReceiveOptions<T>) {
  const where = "wf.receive";
  const { timeout, match, name } = readOptions(options, known, { where });
  if (match !== undefined && typeof match !== "function")
    throw failure("invalid-option", { where, option: "match", problem: "must be a function" });
  return { match, name, dueAt: dueOf(run, timeout, `${where}, timeout`) };
}

class ReceiveOperation implements Operation {
  readonly id: string;
  readonly line: string;
  cancelled = false;
  shielded = false;
  readonly #run: RunPort;
  readonly #wanted: Wanted;

  constructor(run: RunPort, wanted: Wanted) {
    this.id = wanted.id;
    this.line = run.callerLine();
    this.#run = run;
    this.#wanted = wanted;
  }

  take(entry: Entry): void {
    switch (entry.kind) {
      case "signal":
        this.#wanted.settle.resolve(entry.value === undefined ? null : this.#run.decode(entry.value));
        return;
      case "timer":
        this.#wanted.settle.resolve(undefined);
        return;
      case "refused":
        return;
      default:
        throw failure("broken-invariant", {
          what: `receive ${this.id} was answered by an entry of kind ${entry.kind}`,
        });
    }
  }

  reject(error: unknown): void {
    this.#wanted.settle.reject(error);
  }

  command(): Command {
    const { signal, dueAt } = this.#wanted;
    const { schema } = signal;
    const what = `the payload of signal "${signal.name}"`;
    return {
      do: "await",
      message: messageName(signal),
      kind: "signal",
      dueAt,
      // `match` sees what the schema made of the payload.
      judge: (payload) => judge(payload, { schema, what }, (value) => this.#matched(value)),
    };
  }

  #matched(value: unknown): Verdict {
    const { match } = this.#wanted;
    if (match === undefined) return { take: value };
    try {
      return match(value) ? { take: value } : "pass";
    } catch (error) {
      throw failure("match-failed", { receive: this.id, problem: messageOf(error) }, caught(error));
    }
  }
}
