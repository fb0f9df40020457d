/** SQLite's result codes as errors of our catalogue. Numbers are mapped, never messages. */
import { failure, StepwellError } from "../../model/errors.ts";

/** Primary result codes that mean something to us (sqlite.org/rescode.html). */
const codes = {
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  ioError: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  tooBig: 18,
  constraint: 19,
  mismatch: 20,
  range: 25,
  notADatabase: 26,
} as const;

type CodeName = keyof typeof codes;

/** True if SQLite raised it with this primary code. */
export function isSqlite(error: unknown, name: CodeName): boolean {
  return primaryCode(error) === codes[name];
}

/** Another connection holds the lock: to be tried again. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error);
  return code === codes.busy || code === codes.locked;
}

/**
 * What a failed COMMIT can be trusted to have undone. Everything else (an I/O error above all) may have
 * reached the disk or not.
 */
export function certainlyNotCommitted(error: unknown): boolean {
  return isSqlite(error, "full") || isSqlite(error, "constraint") || isBusy(error);
}

/** The error to raise for one that SQLite (or our own code below it) threw. */
export function asFailure(error: unknown, at: { readonly path: string; readonly operation: string }): StepwellError {
  if (error instanceof StepwellError) return error;
  const problem = error instanceof Error ? error.message : String(error);
  const { path, operation } = at;
  switch (primaryCode(error)) {
    case codes.readOnly:
      return failure("store-read-only", { path }, error);
    case codes.corrupt:
    case codes.notADatabase:
      return failure("store-damaged", { path, problem }, error);
    case codes.full:
      return failure("store-full", { path }, error);
    case codes.cannotOpen:
      return failure("store-unreadable", { path, problem }, error);
    case undefined:
    case codes.tooBig:
    case codes.constraint:
    case codes.mismatch:
    case codes.range:
      // What was to be written is at fault, or our own code below: trying again changes nothing.
      return failure("store-failed", { operation, problem, refused: true }, error);
    default:
      return failure("store-failed", { operation, problem }, error);
  }
}

function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  // The low byte is the primary code, the rest refines it.
  return error.errcode & 0xff;
}
