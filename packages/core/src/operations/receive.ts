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
import { describeOperation } from "../replay/divergence.ts";
import { type Settle, scopeOf, waitForStateless, wrongEntry } from "./asking.ts";
import { judge, whyRefused } from "./judge.ts";
import type { Command, RunPort, Verdict } from "./run-port.ts";
import { messageName, type Signal, signalOf } from "./signal.ts";
import { tooLate, waitOf } from "./waiting-options.ts";

/** Which signals fit, and for how long to wait. */
export interface ReceiveOptions<T = unknown> {
  /** How long to wait; then the result is undefined. A duration from now, or an instant. Default: for ever. */
  readonly timeout?: Duration | Date;
  /**
   * True: that its time is over is a failure, `time-limit-reached`, and a retry of the run gives it its whole time again.
   * Default: false.
   */
  readonly failsLate?: boolean;
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
  const { match, againMs, name, late, ...checked } = checkOptions(run, options);
  let { dueAt } = checked;
  const id = scope.next("receive", checkName("receive", name ?? signal.name));
  let refused: string | undefined;
  return waitForStateless<T | undefined>(run, {
    id,
    take(entry, settle) {
      if (entry.kind === "refused") refused = whyRefused(run, entry);
      else take(run, { id, late }, { entry, settle: settle as Settle<unknown> });
    },
    describe: () => (refused === undefined ? undefined : `${describeOperation(id)} (${refused})`),
    command: () => awaitSignal({ id, signal, match: match as Match, dueAt }),
    renew(at) {
      if (againMs !== undefined) dueAt = at + againMs;
    },
  });
}

type Match = ((payload: unknown) => boolean) | undefined;

interface Wanted {
  readonly id: string;
  readonly signal: Signal;
  readonly match: Match;
  readonly dueAt: number | undefined;
}

const known: ReadonlySet<string> = new Set(["timeout", "failsLate", "match", "name"]);

function checkOptions<T>(run: RunPort, options: ReceiveOptions<T>) {
  const where = "wf.receive";
  const { match, name, ...timing } = readOptions(options, known, { where });
  if (match !== undefined && typeof match !== "function")
    throw failure("invalid-option", { where, option: "match", problem: "must be a function" });
  return { match, name, ...waitOf(run, timing, where) };
}

function take(
  run: RunPort,
  { id, late }: { readonly id: string; readonly late: boolean },
  { entry, settle }: { entry: Entry; settle: Settle<unknown> },
): void {
  switch (entry.kind) {
    case "signal":
      settle.resolve(entry.value === undefined ? null : run.decode(entry.value));
      return;
    case "timer":
      if (late) settle.reject(tooLate(id));
      else settle.resolve(undefined);
      return;
    default:
      throw wrongEntry(id, entry);
  }
}

function awaitSignal(wanted: Wanted): Command {
  const { signal, dueAt } = wanted;
  const { schema } = signal;
  const what = `the payload of signal "${signal.name}"`;
  return {
    do: "await",
    message: messageName(signal),
    kind: "signal",
    dueAt,
    // `match` sees what the schema made of the payload.
    judge: (payload) => judge(payload, { schema, what }, (value) => matched(value, wanted)),
  };
}

function matched(value: unknown, { id, match }: Wanted): Verdict {
  if (match === undefined) return { take: value };
  try {
    return match(value) ? { take: value } : "pass";
  } catch (error) {
    throw failure("match-failed", { receive: id, problem: messageOf(error) }, caught(error));
  }
}
