/** The errors that users catch by class. Each is a StepwellError whose code says the same. */
import { catalogue } from "./error-catalogue.ts";
import { type ErrorParts, StepwellError } from "./errors.ts";

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

/** What `result()` throws for a failed run. `cause` is what its function threw. Code run-failed. */
export class RunFailed extends StepwellError {
  override readonly name = "RunFailed";
}

/** The run was cancelled or killed. Also what pending operations of a cancelled run reject with. Code run-cancelled. */
export class RunCancelled extends StepwellError {
  override readonly name = "RunCancelled";
}

/** The run did not end within its timeout. Code run-timed-out. */
export class RunTimedOut extends StepwellError {
  override readonly name = "RunTimedOut";
}

/** Classes that come back as themselves from the journal, with the users' own. */
export const runErrorClasses = [StepFailed, RunFailed, RunCancelled, RunTimedOut] as const;

export function stepFailed(step: string, attempts: number, cause: unknown): StepFailed {
  return new StepFailed(parts("step-failed", { step, attempts, cause: messageOf(cause) }, cause));
}

export function runFailed(id: string, workflow: string, cause: unknown): RunFailed {
  return new RunFailed(parts("run-failed", { id, workflow, cause: messageOf(cause) }, cause));
}

export function runCancelled(id: string, reason: string): RunCancelled {
  return new RunCancelled(parts("run-cancelled", { id, reason }));
}

export function runTimedOut(id: string, timeoutMs: number): RunTimedOut {
  return new RunTimedOut(parts("run-timed-out", { id, timeoutMs }));
}

/** Characters of an error's message and stack that are kept when the whole error cannot be. */
const briefCharacters = 4_000;

/** An error without what cannot be kept of it: its name, code, and the beginning of its message and stack. @param problem why */
export function briefError(error: unknown, problem: unknown): Error {
  const { name, code, stack } = error instanceof Error ? (error as Error & { code?: unknown }) : {};
  const brief = new TypeError(`${messageOf(error).slice(0, briefCharacters)} (shortened: ${messageOf(problem)})`);
  if (typeof name === "string") brief.name = name;
  if (typeof stack === "string") brief.stack = stack.slice(0, briefCharacters);
  return typeof code === "string" || typeof code === "number" ? Object.assign(brief, { code }) : brief;
}

/** What an error says, in one line. */
export function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message || error.name : String(error);
  return text.split("\n", 1)[0] ?? "";
}

function parts<C extends "step-failed" | "run-failed" | "run-cancelled" | "run-timed-out">(
  code: C,
  facts: Parameters<(typeof catalogue)[C]["message"]>[0],
  cause?: unknown,
): ErrorParts {
  const { message, hint } = catalogue[code];
  return { code, message: message(facts as never), hint, facts, cause };
}
