/** Waits for the end of a run, wherever it executes. */
import { within } from "../host/within.ts";
import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import type { RunRow } from "../store/port.ts";
import { expiresInMs, findInTime } from "./find-in-time.ts";
import type { Internals } from "./internals.ts";
import { legibleRow } from "./legible-row.ts";
import { endOf, errorOf, outputOf } from "./run-view.ts";

/** How long, and through which states, `result()` waits. */
export interface ResultOptions {
  /** How long to wait. Default: as long as it takes. */
  readonly timeout?: Duration;
  /** States in which not to go on waiting. Default: none; the wait goes on until a person resumes the run. */
  readonly rejectOn?: readonly ("paused" | "blocked")[];
}

export interface Awaited {
  /** The run as it was read last. */
  readonly row: RunRow;
  readonly options: ResultOptions;
}

export async function waitForResult(internals: Internals, awaited: Awaited): Promise<unknown> {
  const { changes, settings, worker } = internals;
  const { timeout, rejectOn = [] } = awaited.options;
  const timeoutMs = timeout === undefined ? undefined : toMs(timeout, "result, timeout");
  const deadline = timeoutMs === undefined ? undefined : settings.host.monotonic() + timeoutMs;
  let row = awaited.row;
  for (;;) {
    const wait = changes.nextState(row.key);
    // While the run executes here its end will be heard; else it may have ended, or go on as another generation.
    const executesHere = worker.held.executes(row.key);
    if (!executesHere) {
      const newest = await findInTime(internals, row.id);
      if (newest === undefined) {
        wait.forget();
        throw failure("unknown-run", { id: row.id, namespace: settings.namespace });
      }
      if (newest.key !== row.key) {
        // What is heard of the generation before says nothing of this one.
        wait.forget();
        row = newest;
        continue;
      }
      row = newest;
      const outcome = outcomeOf(internals, row, rejectOn);
      if (outcome !== undefined) {
        wait.forget();
        return outcome.value;
      }
    }
    const left = deadline === undefined ? undefined : deadline - settings.host.monotonic();
    if (left !== undefined && left <= 0) {
      wait.forget();
      throw failure("result-timeout", { id: row.id, timeoutMs: timeoutMs ?? 0, status: row.status });
    }
    const lookAgainMs = Math.min(left ?? Infinity, executesHere ? Infinity : expiresInMs(row, settings.host.now()));
    const heard =
      lookAgainMs === Infinity ? await wait.happened : await within(settings.host, lookAgainMs, wait.happened);
    wait.forget();
    if (heard?.event === "complete") return internals.decode(heard.output);
    if (internals.closed) throw failure("engine-closed", { operation: `waiting for the result of run "${row.id}"` });
  }
}

/** The output, or undefined while there is none. @throws what the run ended with */
function outcomeOf(internals: Internals, row: RunRow, rejectOn: readonly string[]): { value: unknown } | undefined {
  switch (row.status) {
    case "completed":
      return { value: outputOf(row, internals.decode) };
    case "failed":
    case "cancelled":
    case "timed_out":
      throw endOf(row, internals);
    case "blocked":
      if (rejectOn.includes("blocked"))
        throw failure(
          "run-blocked",
          { id: row.id, why: legibleRow(row, internals.texts).why ?? "" },
          errorOf(row, internals),
        );
      return undefined;
    case "paused":
      if (rejectOn.includes("paused")) throw failure("run-paused", { id: row.id });
      return undefined;
    case "pending":
    case "running":
    case "waiting":
      return undefined;
  }
}
