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
