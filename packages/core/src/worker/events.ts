/**
 * What has happened to a run from outside, recorded one event at a time in the order of effective time: a timer counts
 * from its due time, a message from its arrival, a cancel from its request, a timeout from the run's deadline. At a tie
 * the timer goes first. What the code does about one event decides what the next one means, so the next is chosen only
 * when the code has come to rest again.
 */
import { limits } from "../model/limits.ts";
import type { DueOperation } from "./due-heap.ts";
import { encodeError } from "./encode-error.ts";
import { appendEnd, type EndDue, endOf } from "./end-request.ts";
import type { Fit, Inbox } from "./inbox.ts";
import type { LiveRun } from "./live-run.ts";
import { closing, isOpening, refusing } from "./openings.ts";

export interface EventDeps {
  readonly now: number;
  /** Something that was asked for (messages, a schema's verdict) is there. */
  touch(run: LiveRun): void;
  /** Asks the store for messages; touches the run when they are there. */
  readInbox(run: LiveRun): void;
}

/** `later`: something must be found out first, and the run will be touched when it is. */
export type Recorded = "one" | "none" | "later";

export function recordNextEvent(run: LiveRun, deps: EventDeps): Recorded {
  const { inbox, agenda } = run;
  const top = agenda.timers.peek();
  const timer = top !== undefined && top.at <= deps.now ? top : undefined;
  const end = endOf(run, deps.now);
  if (inbox === undefined || !inbox.awaited) return recordFirst(run, { timer, end, fit: undefined }, deps);
  const fit = nextFit(run, inbox, deps);
  if (inbox.judging || run.blockedBy !== undefined) return "later";
  // Read by a clock that was put back since.
  if (inbox.readAt > Math.max(deps.now, inbox.wantedAt)) inbox.readAt = 0;
  // A message may have come before the timer was due without being known here yet: it would have to go first.
  const until = Math.min(timer?.at ?? Infinity, end?.at ?? Infinity);
  const askFirst = until !== Infinity && inbox.readAt < until && (fit === undefined || fit.message.at >= until);
  if (!askFirst) return recordFirst(run, { timer, end, fit }, deps);
  if (inbox.reading) return "later";
  inbox.wantedAt = until;
  deps.readInbox(run);
  return "later";
}

/** What a message is worth is decided by the user's code, which may fail: then nothing is taken, and the run is blocked. */
function nextFit(run: LiveRun, inbox: Inbox, deps: EventDeps): Fit | undefined {
  try {
    return inbox.nextFit((text) => run.decode(text), {
      later: () => deps.touch(run),
      failed: (error) => run.block(error),
    });
  } catch (error) {
    run.block(error);
    return undefined;
  }
}

/** Records that the run is to end, if that was asked for or its time is over. */
export function recordEnd(run: LiveRun, now: number): boolean {
  const end = endOf(run, now);
  if (end !== undefined) appendEnd(run, end);
  return end !== undefined;
}

interface Candidates {
  readonly timer: DueOperation | undefined;
  readonly end: EndDue | undefined;
  readonly fit: Fit | undefined;
}

function recordFirst(run: LiveRun, { timer, end, fit }: Candidates, deps: EventDeps): Recorded {
  const timerAt = timer?.at ?? Infinity;
  const fitAt = fit?.message.at ?? Infinity;
  const endAt = end?.at ?? Infinity;
  if (end !== undefined && (endAt < Math.min(timerAt, fitAt) || run.eventsBeforeEnd >= limits.eventsBeforeEnd)) {
    appendEnd(run, end);
    return "one";
  }
  if (end !== undefined) run.eventsBeforeEnd++;
  if (timer !== undefined && timerAt <= fitAt) {
    run.agenda.timers.delete(timer.operation);
    run.inbox?.forget(timer.operation);
    const outward = closing(timer.operation);
    run.append({ kind: "timer", op: timer.operation.id, attempt: 0, at: timer.at, text: undefined, outward });
    return "one";
  }
  if (fit === undefined) return "none";
  takeMessage(run, fit, deps);
  return "one";
}

function takeMessage(run: LiveRun, fit: Fit, deps: EventDeps): void {
  const { message, operation, verdict } = fit;
  run.inbox?.take(fit);
  const happened = { op: operation.id, attempt: 0, at: message.at };
  const outward = { consumed: message.position };
  if ("again" in verdict) {
    // Nothing of it is recorded: the code is told of what the operation finds then.
    run.inbox?.forget(operation);
    run.record.alsoWrite(outward);
    run.unstarted.set(operation, operation);
    deps.touch(run);
    return;
  }
  let error: unknown;
  if ("take" in verdict) {
    try {
      const text = run.encode(verdict.take, `message "${message.name}" of run "${run.id}"`);
      run.inbox?.forget(operation);
      run.agenda.forgetDue(operation);
      run.append({ ...happened, kind: fit.kind, text, outward: { ...outward, ...closing(operation) } });
      return;
    } catch (problem) {
      error = problem;
    }
  } else {
    error = verdict.refuse;
  }
  const still = isOpening(operation) ? refusing(run, operation, error) : {};
  // A schema may throw what cannot be kept; the payload is refused all the same.
  const text = encodeError(error, run.encode, `what is wrong with message "${message.name}"`);
  run.append({ ...happened, kind: "refused", text, outward: { ...outward, ...still } });
}
