/** Where workflow code is right now: the first frame of the stack that is not the engine's own. */
import { fileURLToPath } from "node:url";

const ownFolder = fileURLToPath(new URL("../", import.meta.url));

/** `path:line:column`; "" when the stack does not say. */
export function callerLine(): string {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  try {
    Error.captureStackTrace(holder, callerLine);
  } finally {
    Error.stackTraceLimit = limit;
  }
  for (const line of (holder.stack ?? "").split("\n").slice(1)) {
    const found = /\(?((?:file:\/\/)?[^()\s]+:\d+:\d+)\)?$/.exec(line.trim())?.[1];
    if (found === undefined || found.startsWith("node:")) continue;
    const path = found.startsWith("file:") ? found.replace(/^file:\/\//, "") : found;
    const isOwn = path.startsWith(ownFolder) && !/\.test\.[jt]s:/.test(path);
    if (!isOwn) return path;
  }
  return "";
}
