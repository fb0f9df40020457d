/** How much a log line matters. */
export type LogLevel = "debug" | "info" | "warn" | "error";
