/** What the methods of a handle take, checked. */
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import type { ResultOptions } from "./result.ts";

/** A part of a list that is read by position. */
export interface Range {
  /** Position after which to begin. Default 0. */
  readonly after?: number;
  /** Default 10,000. */
  readonly limit?: number;
}

/** @throws invalid-option */
export function checkRange(options: Range, method: "journal" | "logs"): Required<Range> {
  const where = `handle.${method}`;
  const { after = 0, limit = 10_000 } = readOptions(options, ["after", "limit"], { where });
  return {
    after: wholeNumber(after, { where, option: "after", from: 0 }),
    limit: wholeNumber(limit, { where, option: "limit", from: 1 }),
  };
}

/** How a run is watched. */
export interface WatchRange {
  /** Position in the newest generation's journal after which to begin. Default 0. */
  readonly after?: number;
  /** Ends the watching. Default: it ends with the run. */
  readonly signal?: AbortSignal;
}

/** @throws invalid-option */
export function checkWatch(options: WatchRange): WatchRange {
  const where = "handle.watch";
  const checked = readOptions(options, ["after", "signal"], { where });
  if (checked.after !== undefined) wholeNumber(checked.after, { where, option: "after", from: 0 });
  if (checked.signal !== undefined && !(checked.signal instanceof AbortSignal))
    throw failure("invalid-option", { where, option: "signal", problem: "must be an AbortSignal" });
  return checked;
}

const endings: ReadonlySet<unknown> = new Set(["paused", "blocked"]);

/** @throws invalid-option */
export function checkResult(options: ResultOptions): ResultOptions {
  const where = "handle.result";
  const checked = readOptions(options, ["timeout", "rejectOn"], { where });
  const { rejectOn } = checked;
  if (rejectOn !== undefined && !(Array.isArray(rejectOn) && rejectOn.every((state) => endings.has(state))))
    throw failure("invalid-option", { where, option: "rejectOn", problem: 'must be a list of "paused" and "blocked"' });
  return checked;
}

function wholeNumber(
  value: number,
  at: { readonly where: string; readonly option: string; readonly from: number },
): number {
  const { where, option, from } = at;
  if (Number.isSafeInteger(value) && value >= from) return value;
  throw failure("invalid-option", { where, option, problem: `must be a whole number from ${from}` });
}
