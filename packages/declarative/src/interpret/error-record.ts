/** What was thrown, as results list it. */
import { messageOf, StepFailed, StepwellError } from "@stepwell/core";
import type { ErrorRecord } from "./records.ts";

/** @param at "file:line" of what it happened in; "" for none */
export function errorRecord(thrown: unknown, path: string, at = ""): ErrorRecord {
  const error = rootOf(thrown);
  const code = textAt(error, "code");
  const timedOut = code === "part-timed-out" || code === "step-timeout";
  const name = timedOut ? "WorkflowTimeoutError" : (textAt(error, "name") ?? "Error");
  const last = error instanceof StepwellError && code === "script-failed" ? error.facts.last : undefined;
  return {
    name,
    message: messageOf(error),
    path,
    ...(code === undefined ? {} : { code }),
    ...(at === "" ? {} : { at }),
    ...(Array.isArray(last) && last.length > 0 ? { last: last.map(String) } : {}),
    ...(error instanceof StepwellError ? cureOf(error) : {}),
  };
}

/** What is wrong with the definition itself, which a run keeps: its retry would fail the same. */
const ofDefinitions: ReadonlySet<string> = new Set([
  "artifact-unknown",
  "artifact-empty",
  "database-unknown",
  "environment-too-large",
  "folder-missing",
]);

/** What a retry finds as it is by then. */
const outside: ReadonlySet<string> = new Set(["program-missing", "unknown-workflow-name"]);

function cureOf({ code, hint, facts }: StepwellError): Pick<ErrorRecord, "cure" | "again"> {
  if (facts.unset === true) return { cure: "set the variable", again: "rerun" };
  if (ofDefinitions.has(code)) return { cure: hint, again: "rerun --current" };
  return outside.has(code) ? { cure: hint } : {};
}

/** What the body threw: that it was the body of a step, the path says already. */
export function rootOf(thrown: unknown): unknown {
  const thrownBy = bodyError(thrown);
  return afterMsOf(thrownBy) === undefined ? thrownBy : ((thrownBy as Error).cause ?? thrownBy);
}

function bodyError(thrown: unknown): unknown {
  return thrown instanceof StepFailed && thrown.cause !== undefined ? thrown.cause : thrown;
}

/** What a body has said of when it is to be tried again, milliseconds. */
export function retryAfterOf(thrown: unknown): number | undefined {
  return afterMsOf(bodyError(thrown));
}

/** Of an error from the journal, which has no class. */
function afterMsOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== "RetryAfter") return undefined;
  const { afterMs } = error as { afterMs?: unknown };
  return typeof afterMs === "number" ? afterMs : undefined;
}

function textAt(error: unknown, key: "name" | "code"): string | undefined {
  const value = typeof error === "object" && error !== null ? (error as Record<string, unknown>)[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
