/**
 * wf.timeLimit: a time limit of other work, as an AbortSignal that follows the journal. Recorded as `timer` when it is over.
 * Unlike a sleep it begins anew where the run is retried: the time in which the run lay there as failed was nobody's.
 */

import { type Duration, toMs } from "../model/duration.ts";
import { readOptions } from "../model/read-options.ts";
import { checkName } from "../model/step-name.ts";
import { giveUp, scopeOf, waitForStateless, wrongEntry } from "./asking.ts";
import type { RunPort } from "./run-port.ts";
import { tooLate } from "./waiting-options.ts";

/** What a time limit is called, and what a retry makes of it. */
export interface TimeLimitOptions {
  /** Its name in the journal. Default: `time limit`. */
  readonly name?: string;
  /** How long it is from a retry of the run on, of a limit that is not stopped by then. Default: the whole time again. */
  readonly again?: Duration;
}

/** A time limit that is under way. */
export interface TimeLimit {
  /** Aborted when the time is over, with `time-limit-reached`: a retry of a run that has failed of it begins there. */
  readonly signal: AbortSignal;
  /** What is left of it by the run's clock, milliseconds; 0 once it is over. */
  leftMs(): number;
  /** The work is done: it is over no more. */
  stop(): void;
}

const known: ReadonlySet<string> = new Set(["name", "again"]);

export function timeLimit(run: RunPort, duration: Duration, options: TimeLimitOptions = {}): TimeLimit {
  const where = "wf.timeLimit";
  const scope = scopeOf(run, where);
  const { name = "time limit", again } = readOptions(options, known, { where });
  const wholeMs = toMs(duration, where);
  const againMs = again === undefined ? wholeMs : toMs(again, `${where}, again`);
  let dueAt = run.clock.peek() + wholeMs;
  const id = scope.next("sleep", checkName("time limit", name));
  const over = new AbortController();
  const waiting = waitForStateless<void>(run, {
    id,
    take(entry, settle) {
      if (entry.kind !== "timer") throw wrongEntry(id, entry);
      settle.resolve();
    },
    command: () => ({ do: "timer", dueAt }),
    renew(at) {
      dueAt = at + againMs;
    },
  });
  waiting.then(
    () => over.abort(tooLate(id)),
    // The run is over by itself.
    () => {},
  );
  return {
    signal: over.signal,
    leftMs: () => Math.max(0, dueAt - run.clock.peek()),
    stop: () => giveUp(waiting),
  };
}
