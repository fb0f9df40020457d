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

/** How a journal is read. */
export interface JournalRange extends Range {
  /**
   * False: `value` of each entry is undefined, which spares decoding. "when-read": each is decoded when it is first read;
   * what cannot be decoded throws there. Default true.
   */
  readonly values?: boolean | "when-read";
}

const range = ["after", "limit"] as const;

/** @throws invalid-option */
export function checkJournalRange(options: JournalRange): Required<JournalRange> {
  const where = "handle.journal";
  const { values = true, ...given } = readOptions(options, [...range, "values"], { where });
  if (typeof values !== "boolean" && values !== "when-read")
    throw failure("invalid-option", { where, option: "values", problem: 'must be true, false or "when-read"' });
  return { ...checkedRange(given, where), values };
}

/** @throws invalid-option */
export function checkLogRange(options: Range): Required<Range> {
  const where = "handle.logs";
  return checkedRange(readOptions(options, range, { where }), where);
}

function checkedRange({ after = 0, limit = 10_000 }: Range, where: string): Required<Range> {
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
