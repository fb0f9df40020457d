/** The errors that users catch by class. Each is a StepwellError whose code says the same. */
import { caught } from "./caught.ts";
import { catalogue } from "./error-catalogue.ts";
import { type ErrorParts, failure, StepwellError } from "./errors.ts";
import { isError } from "./is-error.ts";

/** A step failed for good. `cause` is what its last attempt threw. Code step-failed. */
export class StepFailed extends StepwellError {
  override readonly name = "StepFailed";
  /** Name of the step in the journal. */
  get step(): string {
    return String(this.facts.step);
  }
  /** How many attempts were made. */
  get attempts(): number {
    return Number(this.facts.attempts);
  }
}

/** A compensation that failed for good while a run was undone. */
export interface CompensationError {
  /** As given to wf.compensate. */
  readonly name: string;
  /** Its step in the journal: `compensate/refund`. */
  readonly step: string;
  /** What its last attempt threw. */
  readonly cause: unknown;
}

class RunEnd extends StepwellError {
  /** Compensations that failed, in the order in which they ran; empty where all went well, or none were needed. */
  get compensationErrors(): readonly CompensationError[] {
    return (this.facts.compensationErrors as readonly CompensationError[] | undefined) ?? [];
  }
}

/** What `result()` throws for a failed run. `cause` is what its function threw. Code run-failed. */
export class RunFailed extends RunEnd {
  override readonly name = "RunFailed";
}

/**
 * The run was cancelled or killed. Also what pending operations of a cancelled run reject with. `cause` is the failure
 * that it was being undone for, if it was. Code run-cancelled.
 */
export class RunCancelled extends RunEnd {
  override readonly name = "RunCancelled";
}

/** The run did not end within its timeout. Code run-timed-out. */
export class RunTimedOut extends RunEnd {
  override readonly name = "RunTimedOut";
}

/** A child run did not end well. `cause` is what it ended with. Code child-run-failed. */
export class ChildRunFailed extends StepwellError {
  override readonly name = "ChildRunFailed";
  /** Id of the child. */
  get child(): string {
    return String(this.facts.child);
  }
  /** failed, cancelled or timed_out. */
  get status(): string {
    return String(this.facts.status);
  }
}

/** How a run came to an end besides its own error. */
export interface Undone {
  readonly cause?: unknown;
  readonly compensationErrors?: readonly CompensationError[];
}

/** Classes that come back as themselves from the journal, with the users' own. */
export const runErrorClasses = [StepFailed, ChildRunFailed, RunFailed, RunCancelled, RunTimedOut] as const;

export function stepFailed(step: string, attempts: number, cause: unknown): StepFailed {
  return new StepFailed(parts("step-failed", { step, attempts, cause: messageOf(cause) }, cause));
}

/** A person has decided that the step fails. */
export function givenUpByPerson(step: string, attempts: number, why: string): StepFailed {
  return stepFailed(step, attempts, failure("step-given-up", { step, why }));
}

export function runFailed(end: Undone & { readonly id: string; readonly workflow: string }): RunFailed {
  const { id, workflow, cause } = end;
  return new RunFailed(parts("run-failed", { id, workflow, cause: messageOf(cause), ...undoing(end) }, cause));
}

export function runCancelled(id: string, reason: string): RunCancelled {
  return new RunCancelled(parts("run-cancelled", { id, reason }));
}

export function runTimedOut(id: string, timeoutMs: number): RunTimedOut {
  return new RunTimedOut(parts("run-timed-out", { id, timeoutMs }));
}

/** The same end, with what is known of it once the run was undone. */
export function afterUndoing<E extends RunCancelled | RunTimedOut>(error: E, end: Undone): E;
export function afterUndoing(error: RunCancelled | RunTimedOut, end: Undone): RunCancelled | RunTimedOut {
  if (end.cause === undefined && (end.compensationErrors ?? []).length === 0) return error;
  const facts = { ...error.facts, ...undoing(end) } as never;
  return error instanceof RunCancelled
    ? new RunCancelled(parts("run-cancelled", facts, end.cause))
    : new RunTimedOut(parts("run-timed-out", facts, end.cause));
}

function undoing({ compensationErrors = [] }: Undone): Pick<Undone, "compensationErrors"> {
  return compensationErrors.length === 0 ? {} : { compensationErrors };
}

/** Why a message cannot be sent to a run: there is none (no status), or it is over. */
export function notSent(run: { to: string; status: string | undefined; namespace: string }): StepwellError {
  const { to: id, status, namespace } = run;
  return status === undefined ? failure("unknown-run", { id, namespace }) : failure("run-finished", { id, status });
}

export interface BadEnd {
  readonly child: string;
  readonly workflow: string;
  readonly status: string;
  /** In one line. */
  readonly cause: string;
  /** Operation key in the parent. */
  readonly op: string;
}

export function childRunFailed(end: BadEnd, cause: unknown): ChildRunFailed {
  return new ChildRunFailed(parts("child-run-failed", end, cause));
}

/** Why a start cannot be answered with the run that has the id. */
export function notStarted(there: { id: string; workflow: string; status: string; problem: string }): StepwellError {
  const { id, workflow, status, problem } = there;
  const differences: Readonly<Record<string, string>> = {
    "other-workflow": `and is one of workflow "${workflow}"`,
    "other-input": "with another input",
    "unreadable-input": "with an input that cannot be read",
    exists: "(onExisting: reject)",
    "not-finished": `and is still ${status}`,
    "begun-anew": "and another start has begun it anew",
  };
  return failure("run-exists", { id, workflow, difference: differences[problem] ?? problem });
}

/** Characters of an error's message and stack that are kept when the whole error cannot be. */
const briefCharacters = 4_000;

/** An error without what cannot be kept of it: its name, code, and the beginning of its message and stack. @param problem why */
export function briefError(error: unknown, problem: unknown): Error {
  const { name, code, stack } = legibleParts(error);
  const brief = new TypeError(`${messageOf(error).slice(0, briefCharacters)} (shortened: ${messageOf(problem)})`);
  if (typeof name === "string") brief.name = name;
  if (typeof stack === "string") brief.stack = stack.slice(0, briefCharacters);
  return typeof code === "string" || typeof code === "number" ? Object.assign(brief, { code }) : brief;
}

function legibleParts(error: unknown): { name?: unknown; code?: unknown; stack?: unknown } {
  const sound = caught(error);
  return isError(sound) ? sound : {};
}

/** A line is read, kept in lists and repeated by every error that tells of it. */
function inShort(line: string): string {
  return line.length <= briefCharacters ? line : `${line.slice(0, briefCharacters)}…`;
}

/** What an error says, in one line that is not too long. */
export function messageOf(error: unknown): string {
  try {
    return inShort(String(isError(error) ? error.message || error.name : error).split("\n", 1)[0] ?? "");
  } catch {
    // Anything can be thrown: an object without a prototype, a getter that throws. It must not end the process.
    return `(${typeof error} that has no text)`;
  }
}

function parts<C extends "step-failed" | "child-run-failed" | "run-failed" | "run-cancelled" | "run-timed-out">(
  code: C,
  facts: Parameters<(typeof catalogue)[C]["message"]>[0],
  cause?: unknown,
): ErrorParts {
  const { message, hint } = catalogue[code];
  return { code, message: message(facts as never), hint, facts, cause };
}
