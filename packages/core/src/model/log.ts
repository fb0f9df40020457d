import { caught } from "./caught.ts";
import { failure } from "./errors.ts";

/** How much a log line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";

const levels: ReadonlySet<unknown> = new Set<LogLevel>(["debug", "info", "warn", "error"]);

/** Of a line that users' code logs: the store would refuse all that is written with another one. @throws invalid-option */
export function checkLogLevel(level: unknown, where: string): LogLevel {
  if (!levels.has(level))
    throw failure("invalid-option", { where, option: "level", problem: `must be ${[...levels].join(", ")}` });
  return level as LogLevel;
}

/** The text of a line: what is no text is shown as one. @throws invalid-option for what cannot be */
export function checkLogText(text: unknown, where: string): string {
  try {
    return String(text);
  } catch (error) {
    throw failure("invalid-option", { where, option: "text", problem: "cannot be made text" }, caught(error));
  }
}

/** How far something is. @throws invalid-option */
export function checkProgress(done: unknown, total: unknown, where: string): void {
  if (!Number.isFinite(done)) throw failure("invalid-option", { where, option: "done", problem: "must be a number" });
  if (total !== undefined && !Number.isFinite(total))
    throw failure("invalid-option", { where, option: "total", problem: "must be a number" });
}
