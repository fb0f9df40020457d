/**
 * The states of a run and what leads from one to the next. This table is the only place that names a
 * target state: SQL guards, the CHECK constraint, docs and the checker are made from it.
 */
import { failure } from "./errors.ts";

/** All states, unfinished ones first. */
export const runStates = [
  "pending",
  "running",
  "waiting",
  "paused",
  "blocked",
  "completed",
  "failed",
  "cancelled",
  "timed_out",
] as const;

/** The state of a run; see stateMeanings. */
export type RunState = (typeof runStates)[number];

export type RunEvent =
  | "claim"
  | "park"
  | "wake"
  | "release"
  | "pause"
  | "resume"
  | "block"
  | "expire"
  | "kill"
  | "complete"
  | "fail"
  | "cancel"
  | "time_out";

/** Which event leads where. What is not listed is an error that names both. */
export const transitions = {
  pending: { claim: "running", pause: "paused", expire: "cancelled", kill: "cancelled", block: "blocked" },
  running: {
    park: "waiting",
    release: "pending",
    pause: "paused",
    block: "blocked",
    complete: "completed",
    fail: "failed",
    cancel: "cancelled",
    time_out: "timed_out",
    kill: "cancelled",
  },
  waiting: { wake: "pending", pause: "paused", kill: "cancelled" },
  paused: { resume: "pending", kill: "cancelled" },
  blocked: { resume: "pending", kill: "cancelled" },
  completed: {},
  failed: {},
  cancelled: {},
  timed_out: {},
} as const satisfies Record<RunState, Partial<Record<RunEvent, RunState>>>;

/** What each state means, who moves the run on, and what happens if that one dies. For docs and pages. */
export const stateMeanings: Record<RunState, { means: string; movedBy: string; ifNobody: string }> = {
  pending: {
    means: "ready, or due at a later time; nothing of it executes",
    movedBy: "any worker that has its workflow claims it",
    ifNobody: "it stays, and `why` says that no live worker can serve it",
  },
  running: {
    means: "a worker holds it in memory and executes it",
    movedBy: "that worker",
    ifNobody: "the worker is reaped and the run is pending again",
  },
  waiting: {
    means: "nothing executes; its next event comes from outside or is at least a second away",
    movedBy: "its timer, or a request",
    ifNobody: "it waits; a stored wake-up is always there",
  },
  paused: { means: "a person stopped it; nothing executes", movedBy: "resume or kill", ifNobody: "it stays" },
  blocked: {
    means: "the engine will not go on without a person: code and journal differ, or it kills its workers",
    movedBy: "resume (after the cause is mended) or kill",
    ifNobody: "it stays; nothing is lost",
  },
  completed: { means: "ended with an output", movedBy: "nobody", ifNobody: "it stays" },
  failed: {
    means: "ended with an error",
    movedBy: "nobody; retry begins the next generation",
    ifNobody: "it stays",
  },
  cancelled: {
    means: "ended because it was asked to",
    movedBy: "nobody; retry begins the next generation",
    ifNobody: "it stays",
  },
  timed_out: {
    means: "ended by its own timeout",
    movedBy: "nobody; retry begins the next generation",
    ifNobody: "it stays",
  },
};

/** The state that an event leads to. @throws illegal-transition naming both */
export function next(from: RunState, event: RunEvent): RunState {
  const row: Partial<Record<RunEvent, RunState>> = transitions[from];
  const to = row[event];
  if (to === undefined) throw failure("illegal-transition", { from, event: event.replace("_", " ") });
  return to;
}

function allows(from: RunState, event: RunEvent): boolean {
  return event in transitions[from];
}

/** True for completed, failed, cancelled and timed_out: nothing leads out of these. */
export function isFinished(state: RunState): boolean {
  // What is no state at all is not finished either.
  return typeof state === "string" && Object.hasOwn(transitions, state) && Object.keys(transitions[state]).length === 0;
}

export const unfinishedStates: readonly RunState[] = runStates.filter((state) => !isFinished(state));

/** The states that an event may leave, for conditional SQL. */
export function sourcesOf(event: RunEvent): readonly RunState[] {
  return runStates.filter((state) => allows(state, event));
}
