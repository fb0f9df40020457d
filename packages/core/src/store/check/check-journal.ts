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

/** What is known of a step until the next entry about it. */
interface Steps {
  readonly attempts: Map<string, number>;
  /** When its next attempt may begin; a person may let it try at once. */
  readonly nextAt: Map<string, number>;
}

export function* journalProblems(entries: readonly Entry[]): Generator<string> {
  const ended = new Set<string>();
  const steps: Steps = { attempts: new Map(), nextAt: new Map() };
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
    yield* attemptProblems(entry, steps);
  }
  yield* undoingProblems(entries);
}

function* attemptProblems({ seq, kind, op, attempt, at, value }: Entry, steps: Steps): Generator<string> {
  if (kind === "retried") steps.nextAt.delete(op);
  const nextAt = steps.nextAt.get(op);
  if (nextAt !== undefined && attempt > 0 && at < nextAt)
    yield `entry ${seq} ends attempt ${attempt} of "${op}" ${nextAt - at} ms before it could begin`;
  if (kind !== "attempt" && kind !== "held") return;
  const before = steps.attempts.get(op) ?? 0;
  if (attempt !== before + 1) yield `entry ${seq} is attempt ${attempt} of "${op}", after ${before}`;
  steps.attempts.set(op, attempt);
  const said = kind === "attempt" ? attemptValue(value) : undefined;
  if (said === undefined) return;
  steps.nextAt.set(op, said.nextAt);
  if (attempt >= (said.maxAttempts ?? Infinity))
    yield `entry ${seq} lets another attempt of "${op}" follow the last of ${said.maxAttempts}`;
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
