/** Up to where a fork has what the other run has recorded. */
import type { Entry } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { followsFailure } from "../operations/finale-state.ts";
import { describeOperation } from "../replay/divergence.ts";
import type { RunRow } from "../store/port.ts";
import { awaitedChildren } from "./awaited-children.ts";
import { failingEntry } from "./failing-entry.ts";
import type { Internals } from "./internals.ts";
import { errorOf } from "./run-view.ts";

/** Where a fork begins, and how it differs. */
export interface ForkOptions {
  /**
   * How many entries of the journal are kept, or the name of a step: up to before its first entry, so that it is
   * executed again. Default: 0 where `input` is given; up to the failing step of a failed run; else all that there is.
   */
  readonly at?: number | string;
  /** Instead of the run's. With `at` it must suit what is kept: code that asks for something else is blocked. */
  readonly input?: unknown;
  /** Id of the new run. Default: a new one, ordered by time. */
  readonly id?: string;
}

export interface Forked {
  readonly row: RunRow;
  readonly entries: readonly Entry[];
  readonly options: ForkOptions;
}

/** @throws bad-fork-position */
export async function forkPosition(internals: Internals, forked: Forked): Promise<number> {
  const { row, entries, options } = forked;
  const to = lastPosition(entries);
  const { at } = options;
  const position = at === undefined ? byItself(internals, forked, to) : wanted(entries, at);
  const problem = typeof position === "string" ? position : await problemOf(internals, { entries, position, to });
  if (typeof position === "string" || problem !== undefined)
    throw failure("bad-fork-position", { id: row.id, at: at ?? position, problem: problem ?? "", from: 0, to });
  return position;
}

const ends: ReadonlySet<Entry["kind"]> = new Set<Entry["kind"]>(["cancel", "timeout", "undo"]);

/** What ended a run from outside, how it was undone, and what followed its failure, is its own. */
function lastPosition(entries: readonly Entry[]): number {
  const end = entries.findIndex(({ kind, op }) => ends.has(kind) || followsFailure(op));
  let to = end < 0 ? entries.length : end;
  while (interruptedAt(entries, to) !== undefined) to--;
  return to;
}

/** All of a run that failed would fail at once. */
function byItself(internals: Internals, { row, entries, options }: Forked, to: number): number {
  if ("input" in options) return 0;
  if (row.status !== "failed") return to;
  const failing = failingEntry({ entries, error: errorOf(row, internals), decode: internals.decode });
  return failing === undefined ? to : Math.min(to, before(entries, failing.op));
}

function wanted(entries: readonly Entry[], at: number | string): number | string {
  if (typeof at === "number") return Number.isSafeInteger(at) ? at : "a position is a whole number";
  const position = before(entries, at);
  return position < 0 ? "no step of this name is recorded" : position;
}

/** -1 when the operation is not in the journal. */
function before(entries: readonly Entry[], op: string): number {
  return (entries.find((entry) => entry.op === op)?.seq ?? 0) - 1;
}

interface Position {
  readonly entries: readonly Entry[];
  readonly position: number;
  readonly to: number;
}

async function problemOf({ store, decode }: Internals, { entries, position, to }: Position) {
  if (position < 0 || position > to) {
    const end = entries[to];
    const recorded = `${to} ${to === 1 ? "entry" : "entries"}`;
    return end === undefined ? `it has recorded ${recorded}` : `the entry at ${end.seq} (${end.kind}) is its own`;
  }
  const interrupted = interruptedAt(entries, position);
  if (interrupted !== undefined)
    return `it lies between the start and the end of ${describeOperation(interrupted)}, which is executed at most once`;
  for (const { child } of awaitedChildren(entries.slice(0, position), decode))
    if ((await store.find(child)) === undefined) return `it waits for run "${child}" there, which was removed since`;
  return undefined;
}

/** A body that must not be executed twice had begun and not ended. */
function interruptedAt(entries: readonly Entry[], position: number): string | undefined {
  const open = new Set<string>();
  for (const { kind, op } of entries.slice(0, position)) {
    if (kind === "step-started") open.add(op);
    else open.delete(op);
  }
  return [...open][0];
}
