/** That a run is to end, asked from outside or by its own deadline: from the request to what its code is told. */
import type { Entry } from "../model/entry.ts";
import { runCancelled, runTimedOut } from "../model/run-errors.ts";
import type { EndRequest } from "../operations/finale.ts";
import type { FinaleState } from "../operations/finale-state.ts";
import type { RunRow } from "../store/port.ts";
import type { Happened } from "./run-record.ts";

/** What is asked of the run here. */
interface EndingRun {
  readonly id: string;
  readonly row: RunRow;
  readonly endRequested: boolean;
  readonly finale: FinaleState;
  readonly clock: { peek(): number };
  readonly cursor: { readonly next: Entry | undefined };
  readonly texts: { open(text: string): string };
  encode(value: unknown): string;
  decode(text: string): unknown;
  append(happened: Happened): void;
  block(cause: unknown): void;
}

export interface EndDue {
  readonly kind: "cancel" | "timeout";
  readonly at: number;
}

/** The request that the journal does not have yet, if there is one. @param now ms */
export function endOf(run: EndingRun, now: number): EndDue | undefined {
  if (run.endRequested) return undefined;
  const cancelAt = run.row.cancelRequestedAt;
  const deadline = deadlineOf(run);
  const overTime = deadline !== undefined && now >= deadline ? deadline : undefined;
  if (overTime !== undefined && (cancelAt === undefined || overTime < cancelAt))
    return { kind: "timeout", at: overTime };
  return cancelAt === undefined ? undefined : { kind: "cancel", at: cancelAt };
}

export function appendEnd(run: EndingRun, due: EndDue): void {
  const { kind } = due;
  // After the function it comes too late for missedEnd, whenever it was asked for.
  const at = run.finale.begun ? Math.max(due.at, run.clock.peek() + 1) : due.at;
  try {
    const text = kind === "cancel" ? run.encode(run.texts.open(run.row.cancelReason ?? "")) : undefined;
    run.append({ kind, op: "", attempt: 0, at, text });
  } catch (error) {
    run.block(error);
  }
}

/** What the recorded request means. */
export function endingOf(run: EndingRun, entry: Entry): EndRequest {
  if (entry.kind !== "cancel") return { by: "time_out", error: runTimedOut(run.id, run.row.timeoutMs ?? 0) };
  const reason = entry.value === undefined ? "" : String(run.decode(entry.value));
  return { by: "cancel", error: runCancelled(run.id, reason) };
}

/**
 * The function has ended: the cancel that its code was not told of any more, although it was asked for before what the
 * function was told last. It is recorded if it was not, so that replay finds it in this place again; an entry's time is
 * never before that of the entry ahead of it.
 */
export function missedEnd(run: EndingRun): EndRequest | undefined {
  const endedAt = run.clock.peek();
  if (run.cursor.next === undefined) {
    const due = endOf(run, endedAt);
    if (due?.kind === "cancel" && due.at < endedAt) appendEnd(run, due);
  }
  const { next } = run.cursor;
  if (next?.kind !== "cancel" || next.at > endedAt) return undefined;
  try {
    return endingOf(run, next);
  } catch (error) {
    run.block(error);
    return undefined;
  }
}

/** When the run times out, ms; undefined when it does not. What follows its function is outside of its time. */
export function deadlineOf({ row, finale }: Pick<EndingRun, "row" | "finale">): number | undefined {
  const { timeoutMs, startedAt, pausedMs } = row;
  if (finale.begun || timeoutMs === undefined || startedAt === undefined) return undefined;
  return startedAt + timeoutMs + pausedMs;
}
