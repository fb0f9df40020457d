/** What was thrown, as results list it. */
import { messageOf, StepFailed } from "@stepwell/core";
import type { ErrorRecord } from "./records.ts";

export function errorRecord(thrown: unknown, path: string): ErrorRecord {
  const error = rootOf(thrown);
  const code = textAt(error, "code");
  const timedOut = code === "part-timed-out" || code === "step-timeout";
  const name = timedOut ? "WorkflowTimeoutError" : (textAt(error, "name") ?? "Error");
  return { name, message: messageOf(error), path, ...(code === undefined ? {} : { code }) };
}

/** What the body threw: that it was the body of a step, the path says already. */
export function rootOf(thrown: unknown): unknown {
  return thrown instanceof StepFailed && thrown.cause !== undefined ? thrown.cause : thrown;
}

function textAt(error: unknown, key: "name" | "code"): string | undefined {
  const value = typeof error === "object" && error !== null ? (error as Record<string, unknown>)[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}
