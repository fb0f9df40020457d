/** How a run has ended, against what was asked of it and what it had done. */
import { decode } from "../../model/value/codec.ts";
import type { RunRow } from "../../store/port.ts";
import { Execution } from "./execution.ts";
import { hookOf, type KnownRun, ownName } from "./known-run.ts";
import type { Nature } from "./plan.ts";

/** How a compensation ends: by its body, or by a person in its place. */
const ends: ReadonlySet<string> = new Set(["step", "step-data", "step-failed", "given"]);

/** All that was to be undone was, newest first, each to one recorded end (invariant 15). */
export function* undoingProblems({ entries }: KnownRun): Generator<string> {
  const began = entries.findIndex(({ kind }) => kind === "undo");
  if (began < 0) return;
  const asked = decode(entries[began]?.value ?? "[]") as readonly string[];
  const ended = entries
    .slice(began)
    .filter(({ kind, op }) => ends.has(kind) && op.startsWith("compensate/"))
    .map(({ op }) => op);
  // Killed in the midst of it, it did not come to the last.
  if (ended.some((op, at) => op !== asked[at])) yield `undone were ${ended.join()}; to be undone were ${asked.join()}`;
  const numbers = asked.map((op) => Number(/^compensate\/u(\d+)$/.exec(op)?.[1] ?? Number.NaN));
  const plain = numbers.filter((number) => !Number.isNaN(number));
  if (plain.length === numbers.length && plain.some((number, at) => number > (plain[at - 1] ?? Infinity)))
    yield `the oldest would be undone first: ${asked.join()}`;
}

/** All that its code had asked for by then is to be undone, and nothing else (invariant 15). */
export function* registeredProblems({ entries, writers, endedIn }: KnownRun, { status }: RunRow): Generator<string> {
  const began = entries.findIndex(({ kind }) => kind === "undo");
  const execution = began >= 0 ? writers[began] : status === "completed" ? undefined : endedIn;
  if (!(execution instanceof Execution)) return;
  const asked = began < 0 ? [] : (decode(entries[began]?.value ?? "[]") as readonly string[]);
  const registered = execution.undos.toReversed();
  if (asked.map(ownName).join() !== registered.join())
    yield `to be undone were ${asked.join()}; its code has asked for ${registered.join()}`;
}

/**
 * Who was cancelled before it was last taken ends so (invariant 14), unless what had happened before the request, but
 * was not delivered yet, has brought its function to its end: a message counts from its arrival, a timer from its due
 * time (engine.md §6). A step's end in that time would show that a body began after the request.
 */
export function* endProblems(run: KnownRun, row: RunRow, { steady }: Pick<Nature, "steady">): Generator<string> {
  const { status, cancelRequestedAt, startedAt = 0 } = row;
  if (!run.cancelledBeforeClaim || ["cancelled", "timed_out"].includes(status)) return;
  if (isDecided(run, steady)) return;
  // What follows the end of its function, it is too late for.
  const own = run.entries.filter(({ kind, op }) => kind !== "cancel" && hookOf(op) === undefined);
  const toldLast = own.at(-1)?.at ?? startedAt;
  // By a clock that was set back, what came before the request is recorded with the time of the entry ahead of it.
  if (!steady && toldLast === (own.at(-2)?.at ?? startedAt)) return;
  if (cancelRequestedAt === undefined || toldLast > cancelRequestedAt)
    yield `it was cancelled before it was last claimed, and is ${status}`;
}

/** How its function has ended was on disk by then with what follows it; where clocks jump, nobody knows. */
function isDecided({ entries, takenWith, endedIn }: KnownRun, steady: boolean): boolean {
  if (!(endedIn instanceof Execution) || endedIn.followed.length === 0) return false;
  return !steady || entries.slice(0, takenWith.get(endedIn.actor.number)).some(({ op }) => hookOf(op) !== undefined);
}

/** What a run was told of its children is what they have given, once each (invariant 13). */
export function* childProblems(run: KnownRun, outputs: ReadonlySet<string>): Generator<string> {
  const told = new Set<string>();
  for (const { kind, op, value = "" } of run.entries) {
    if (kind !== "child") continue;
    if (told.has(op)) yield `it was told twice of the end of ${op}`;
    told.add(op);
    const [ok, result] = decode(value) as readonly [boolean, unknown];
    if (ok && !outputs.has(JSON.stringify(result))) yield `${op} gave ${JSON.stringify(result)}, and no run has that`;
  }
}
