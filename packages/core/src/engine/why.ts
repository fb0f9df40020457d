/** The one sentence that says where a run stands; the same in command, lists and pages. */
import { formatMs } from "../model/duration.ts";
import type { RunRow } from "../store/port.ts";

/** @param now ms; times in the sentence count from it. Undefined where there is nothing to explain. */
export function whyOf(row: RunRow, now: number): string | undefined {
  switch (row.status) {
    case "pending":
      return whyPending(row, now);
    case "running":
      return whyRunning(row);
    case "waiting":
      return whyWaiting(row, now);
    case "paused":
      return "paused by request; resume it to go on";
    case "blocked":
      return `blocked: ${row.why ?? "for an unknown reason"}`;
    case "failed":
    case "timed_out":
      return row.why;
    case "cancelled":
      return row.why ?? row.cancelReason;
    case "completed":
      return undefined;
  }
}

/** Of people it is said how long they have. */
function whyWaiting({ why = "waits", wakeAt }: RunRow, now: number): string {
  if (wakeAt === undefined) return why;
  const leftMs = wakeAt - now;
  const left = why.startsWith("waits for approval ") && !/ and \d+ more$/.test(why) && leftMs > 0;
  return `${why}, ${left ? `${formatMs(leftMs)} left` : inTime(leftMs)}`;
}

function whyRunning(row: RunRow): string | undefined {
  if (row.cancelRequestedAt !== undefined) return "is being cancelled";
  return row.pauseRequestedAt === undefined ? undefined : "is being paused: steps in progress end first";
}

function whyPending(row: RunRow, now: number): string {
  if (row.cancelRequestedAt !== undefined) return "is cancelled as soon as a worker takes it; resume it to let it end";
  if (row.availableAt > now) return `starts ${inTime(row.availableAt - now)}`;
  if (row.startedAt === undefined)
    return `waits for a worker that serves workflow "${row.workflow}" on queue "${row.queue}"`;
  return "waits for a worker to take it over";
}

function inTime(ms: number): string {
  return ms <= 0 ? "due now" : `in ${formatMs(ms)}`;
}
