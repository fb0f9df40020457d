/**
 * What follows the ends of runs: the hook that the end calls for, once, told how it ended, to its own end, after all that
 * was to be undone; nothing of the function comes after it (engine.md §7).
 */
import type { RunState } from "../../model/run-state.ts";
import type { RunRow } from "../../store/port.ts";
import { Execution } from "./execution.ts";
import { hookOf, type KnownRun } from "./known-run.ts";
import type { Flow } from "./plan.ts";
import { allOf, type Program } from "./program.ts";

export function* hookProblems(run: KnownRun, row: RunRow, flow: Flow | undefined): Generator<string> {
  yield* orderProblems(run, row);
  if (!(run.endedIn instanceof Execution)) return;
  const due = dueAfter(row, flow);
  const { followed } = run.endedIn;
  const hooks = followed.map(({ hook }) => hook);
  if (hooks.join() !== (due ?? "")) yield `it is ${row.status}, and what has followed is "${hooks.join()}"`;
  for (const { hook, told, over, threw } of followed) {
    if (!over) yield `it is ${row.status}, and ${hook} has not come to its end`;
    if (threw === "run-ended" && !refused(hook === "on-failure" ? flow?.onFailure : flow?.onComplete))
      yield `${hook} was told that the run has ended`;
    const expected = hook === "on-failure" ? codes[row.status] : run.endedIn.output;
    if (told !== expected) yield `it is ${row.status}, and ${hook} was told ${String(told)}`;
  }
}

/** Nothing can be undone any more, and nothing begun anew. */
function refused(program: Program | undefined): boolean {
  return program !== undefined && [...allOf(program)].some(({ is }) => is === "undo" || is === "again");
}

const codes: Partial<Record<RunState, string>> = {
  failed: "run-failed",
  cancelled: "run-cancelled",
  timed_out: "run-timed-out",
};

function dueAfter({ status, continued }: RunRow, flow: Flow | undefined): string | undefined {
  if (continued) return undefined;
  if (status === "completed") return flow?.onComplete && "on-complete";
  return flow?.onFailure && "on-failure";
}

const asked: ReadonlySet<string> = new Set(["cancel", "timeout"]);
const bodies: ReadonlySet<string> = new Set(["step", "step-data"]);

function* orderProblems(run: KnownRun, { status, continued }: RunRow): Generator<string> {
  const { entries, writers, generation, endedIn } = run;
  const ofWhich = status === "completed" ? "on-complete" : "on-failure";
  const first = entries.findIndex(({ op }) => hookOf(op) !== undefined);
  if (first < 0) return;
  const isAsked = entries.some(({ kind }) => asked.has(kind));
  for (const { seq, kind, op } of entries.slice(first)) {
    const hook = hookOf(op);
    // The effect of a body that ends after it was told to has happened: a retry must not repeat it.
    const told = isAsked && bodies.has(kind);
    if (hook === undefined && !told && op !== "") yield `entry ${seq} (${op}) comes after what follows the end`;
    // Whoever is killed is so whatever its function has come to.
    const ended = endedIn instanceof Execution && hook !== undefined;
    if (ended && (continued || hook !== ofWhich)) yield `it is ${status}, and has entry ${seq} (${op})`;
  }
  // The failure that it followed is not the end any more.
  if (generation > 1 && writers[first] === undefined && hookOf(entries[first]?.op ?? "") === "on-failure")
    yield `it was retried with ${entries[first]?.op}`;
}

/** What follows a failure has children of its own each time. */
export function* hookChildProblems(runs: Iterable<KnownRun>): Generator<string> {
  const toldTo = new Map<string, string>();
  for (const { id, generation, entries, writers } of runs)
    for (const [at, { kind, op, value = "" }] of entries.entries()) {
      const child = kind === "child" && hookOf(op) === "on-failure" ? /"([^"]+\.\d+)=\w+"/.exec(value)?.[1] : undefined;
      // What was copied was told elsewhere.
      if (child === undefined || writers[at] === undefined) continue;
      const whom = `${id} (generation ${generation})`;
      const before = toldTo.get(child);
      // How one has ended that it has started it may ask again and again.
      const again = before === whom && /(?:^|\/)result~/.test(op);
      if (before !== undefined && !again) yield `on-failure was told of ${child} in ${before} and in ${whom}`;
      toldTo.set(child, whom);
    }
}
