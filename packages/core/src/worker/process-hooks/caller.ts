/** Who called a guarded function. */
import { fileURLToPath } from "node:url";
import type { AnyFunction } from "./patch.ts";

export interface Caller {
  /** `file:line:column`; "" when unknown. */
  readonly line: string;
  /** True if its file belongs to an installed package or to Node itself. */
  readonly isLibrary: boolean;
}

const place = /(?:\(|at (?:async )?)((?:file:\/\/|node:|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/;

/**
 * @param below the guarded function itself: the frame under it is the caller's. Built-in functions without a
 * file may stand between (Array.from, map…), but that is rare, and each frame read costs microseconds.
 * @param pastNode true: Node's own files only pass the call on (node:crypto does so with Web Crypto)
 */
export function callerOf(below: AnyFunction, { pastNode }: { pastNode: boolean }): Caller {
  const skipped = pastNode ? /^node:/ : /^$/;
  return (
    firstFile(framesBelow(below, 1), skipped) ??
    firstFile(framesBelow(below, 6), skipped) ?? { line: "", isLibrary: false }
  );
}

function framesBelow(below: AnyFunction, count: number): readonly string[] {
  const holder: { stack?: unknown } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = count;
  try {
    Error.captureStackTrace(holder, below);
    // Reading formats it; a prepareStackTrace of the application may give something that is not text.
    return typeof holder.stack === "string" ? holder.stack.split("\n") : [];
  } finally {
    Error.stackTraceLimit = limit;
  }
}

function firstFile(frames: readonly string[], skipped: RegExp): Caller | undefined {
  for (const frame of frames) {
    const [, file, row, column] = place.exec(frame) ?? [];
    if (file !== undefined && !skipped.test(file))
      return { line: `${readable(file)}:${row}:${column}`, isLibrary: isLibrary(file) };
  }
  return undefined;
}

function readable(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}

function isLibrary(file: string): boolean {
  return file.startsWith("node:") || /[\\/]node_modules[\\/]/.test(file);
}
