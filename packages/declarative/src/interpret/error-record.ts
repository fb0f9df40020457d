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
  const cure = error instanceof StepwellError && code === "program-missing" ? { cure: error.hint } : {};
  const unset =
    error instanceof StepwellError && error.facts.unset === true
      ? { cure: "set the variable", again: "rerun" as const }
      : {};
  return {
    name,
    message: messageOf(error),
    path,
    ...(code === undefined ? {} : { code }),
    ...(at === "" ? {} : { at }),
    ...(Array.isArray(last) && last.length > 0 ? { last: last.map(String) } : {}),
    ...cure,
    ...unset,
  };
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
