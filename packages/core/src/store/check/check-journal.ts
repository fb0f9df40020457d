/** The journal of one generation: positions, times, ends, attempts, and the order in which things were undone. */
import { type AttemptValue, type Entry, isIssue } from "../../model/entry.ts";
import { decode } from "../../model/value/codec.ts";
import { isSealed } from "../../model/value/sealed-text.ts";

/** After these nothing more comes of an operation. */
const ends: ReadonlySet<Entry["kind"]> = new Set<Entry["kind"]>([
  "step",
  "step-data",
  "step-failed",
  "timer",
  "signal",
  "answer",
  "callback",
  "child",
  "sent",
  "given",
]);

export function* journalProblems(entries: readonly Entry[]): Generator<string> {
  const ended = new Set<string>();
  const attempts = new Map<string, number>();
  let at = 0;
  for (const [index, entry] of entries.entries()) {
    const { seq, kind, op } = entry;
    if (seq !== index + 1) {
      yield `position ${index + 1} is missing: ${seq} stands there`;
      return;
    }
    if (entry.at < at) yield `entry ${seq} took effect before the entry ahead of it`;
    at = entry.at;
    if (kind === "kept" || isIssue(kind)) continue;
    if (op !== "" && ended.has(op))
      yield `entry ${seq} ${ends.has(kind) ? "ends" : "is about"} "${op}", which had ended before`;
    if (ends.has(kind)) ended.add(op);
    yield* attemptProblems(entry, attempts);
  }
  yield* undoingProblems(entries);
}

/** Not how long it waited: times of entries never go back, and a clock may. */
function* attemptProblems({ seq, kind, op, attempt, value }: Entry, attempts: Map<string, number>): Generator<string> {
  if (kind !== "attempt" && kind !== "held") return;
  const before = attempts.get(op) ?? 0;
  if (attempt !== before + 1) yield `entry ${seq} is attempt ${attempt} of "${op}", after ${before}`;
  attempts.set(op, attempt);
  const most = kind === "attempt" ? attemptValue(value)?.maxAttempts : undefined;
  if (attempt >= (most ?? Infinity)) yield `entry ${seq} lets another attempt of "${op}" follow the last of ${most}`;
}

/** Undefined for what cannot be read here: that is said of the value. */
function attemptValue(text: string | undefined): AttemptValue | undefined {
  if (text === undefined || isSealed(text)) return undefined;
  try {
    const value = decode(text);
    return typeof value === "object" && value !== null && "nextAt" in value ? (value as AttemptValue) : undefined;
  } catch {
    return undefined;
  }
}

/** Newest first, as the entry says with which undoing began. */
function* undoingProblems(entries: readonly Entry[]): Generator<string> {
  const began = entries.findIndex(({ kind }) => kind === "undo");
  const text = entries[began]?.value;
  if (text === undefined || isSealed(text)) return;
  let asked: unknown;
  try {
    asked = decode(text);
  } catch {
    return;
  }
  if (!Array.isArray(asked)) return;
  const done = entries.slice(began).filter(({ kind, op }) => ends.has(kind) && asked.includes(op));
  const wrong = done.findIndex(({ op }, at) => op !== asked[at]);
  if (wrong >= 0)
    yield `entry ${done[wrong]?.seq} undoes "${done[wrong]?.op}" when it was the turn of "${asked[wrong]}"`;
}
