/**
 * Decides what becomes of a run to which nothing is left to deliver: it goes on, parks, pauses, is given back,
 * is blocked, or ends. Writes the decision into the run's buffer; the next batch makes it so.
 */
import { behavioursNow } from "../model/behaviours.ts";
import { seedAfter } from "../model/deterministic.ts";
import { failure, isFailure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { messageOf } from "../model/run-errors.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import type { Outcome } from "../operations/finale.ts";
import type { Operation } from "../operations/run-port.ts";
import { describeOperation } from "../replay/divergence.ts";
import type { RunChange } from "../store/port.ts";
import { type BeginDeps, beginOperations } from "./begin.ts";
import { encodeError } from "./encode-error.ts";
import { deadlineOf } from "./end-request.ts";
import { endedBadly } from "./ended-badly.ts";
import { type EventDeps, recordEnd, recordNextEvent } from "./events.ts";
import { type GraceDeps, graceOf } from "./grace.ts";
import type { LiveRun } from "./live-run.ts";
import { closeAtEnd, openUnbegun } from "./openings.ts";
import { keptOutput } from "./run-caches.ts";

export interface SettleDeps extends BeginDeps, EventDeps, GraceDeps {
  /** The worker is shutting down: what does not execute is given back. */
  readonly stopping: boolean;
  encode(value: unknown, where: string): string;
  readonly texts: RawTexts;
  /** A child of the run is being retried. */
  retries(run: LiveRun): boolean;
}

type Moment = Pick<SettleDeps, "now" | "stopping">;

/** Settles the runs of one worker. What stays as it is is put together once: a run is settled after each of its steps. */
export function settler(parts: Omit<SettleDeps, keyof Moment>): (run: LiveRun, moment: Moment) => number | undefined {
  const deps = { ...parts, now: 0, stopping: false };
  return (run, { now, stopping }) => {
    deps.now = now;
    deps.stopping = stopping;
    try {
      return settle(run, deps);
    } catch (error) {
      // One run's trouble is not the others': this one stops, and all that can be said of it is.
      run.block(error);
      return settle(run, deps);
    }
  };
}

/** Returns when the run wants to be looked at again at the latest, ms; undefined when something will wake it. */
function settle(run: LiveRun, deps: SettleDeps): number | undefined {
  if (run.dropped || run.leaving) return undefined;
  if (run.blockedBy !== undefined) {
    if (!run.agenda.busy) run.leave(blocked(run, deps));
    return undefined;
  }
  if (run.outcome !== undefined) {
    run.replayed();
    return end(run, deps);
  }
  if (run.cursor.waiting > 0) return undefined;
  run.replayed();
  if (run.pausing || deps.stopping) {
    if (recordEnd(run, deps.now)) return undefined;
    if (run.agenda.busy) return undefined;
    openUnbegun(run);
    run.leave({ event: deps.stopping ? "release" : "pause" });
    return undefined;
  }
  const graceUntil = graceOf(run, deps);
  if (graceUntil !== undefined && run.finale.undoing) return graceUntil;
  beginOperations(run, deps);
  if (run.cursor.waiting > 0 || recordNextEvent(run, deps) !== "none") return undefined;
  return goOn(run, deps, graceUntil);
}

function goOn(run: LiveRun, deps: SettleDeps, graceUntil: number | undefined): number | undefined {
  const { agenda, cursor } = run;
  if (cursor.open === 0) {
    run.block(run.stalled());
    return undefined;
  }
  const wakeAt = earliest(agenda.nextDue(), run.ending === undefined ? deadlineOf(run) : graceUntil);
  const nothingExecutes = agenda.executing.size === 0 && agenda.bodies.length === 0 && !findsOut(run);
  if (nothingExecutes && (wakeAt === undefined || wakeAt - deps.now >= limits.durableTimerMs)) {
    run.leave({ event: "park", wakeAt, why: whatItWaitsFor(run), seen: run.inbox?.seen ?? 0 });
    return undefined;
  }
  return wakeAt;
}

function blocked(run: LiveRun, deps: SettleDeps): RunChange {
  const error = run.blockedBy;
  // Of the engine's own sentences only this one repeats what users' code has said; the others need no key to be read.
  const why = isFailure(error, "broken-invariant") ? deps.texts.seal(messageOf(error)) : messageOf(error);
  return { event: "block", error: encodeError(error, deps.encode, "the reason of a block"), why };
}

function end(run: LiveRun, deps: SettleDeps): number | undefined {
  const { outcome, ending, agenda } = run;
  // A child that is retried meanwhile is to end with it.
  if (outcome === undefined || deps.retries(run)) return undefined;
  const graceUntil = graceOf(run, deps);
  if (graceUntil !== undefined) return graceUntil;
  agenda.abandonAll(() => ending?.error ?? failure("run-ended", { id: run.id, status: "over", operation: "result" }));
  closeAtEnd(run, outcome.ok);
  const { keepAs } = run.finale;
  if (keepAs !== undefined && outcome.ok && "output" in outcome)
    run.record.alsoWrite({ cache: keptOutput(keepAs, { text: outcome.output, now: deps.now }) });
  run.leave(outcome.ok ? endedWell(run, outcome) : endedBadly(run, outcome, deps));
  return undefined;
}

function endedWell({ seed }: LiveRun, outcome: Outcome & { readonly ok: true }): RunChange {
  if ("output" in outcome) return { event: "complete", output: outcome.output };
  return { event: "continue", input: outcome.nextInput, seed: seedAfter(seed), behaviours: behavioursNow };
}

function whatItWaitsFor(run: LiveRun): string {
  let first: Operation | undefined;
  for (const operation of run.cursor.pending.values()) {
    if (operation.cancelled) continue;
    // A timer beside something else is mostly the limit of that.
    if (first === undefined || (isSleep(first) && !isSleep(operation))) first = operation;
  }
  const own = first?.describe?.();
  const what = own ?? (first === undefined ? "nothing" : describeOperation(first.id));
  const more = run.cursor.open - 1;
  const why = `waits for ${what}${more > 0 ? ` and ${more} more` : ""}`;
  // Its own words are the user's.
  return own === undefined ? why : run.texts.seal(why);
}

function isSleep({ id }: Operation): boolean {
  return id.startsWith("sleep~");
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

/** Something about the outside is being found out, and decides how the run goes on. */
function findsOut({ sending, inbox }: LiveRun): boolean {
  return sending > 0 || (inbox !== undefined && (inbox.judging || inbox.reading));
}
