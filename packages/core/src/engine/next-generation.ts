/** What the next generation of a failed run keeps of the journal: everything that a retry need not repeat. */

import type { Entry, RetryValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { isFinished } from "../model/run-state.ts";
import { moveSeeds } from "../model/seed.ts";
import { followsFailure } from "../operations/finale-state.ts";
import type { NextGeneration, RunRow } from "../store/port.ts";
import { awaitedChildren } from "./awaited-children.ts";
import { failingEntry, hasFailed } from "./failing-entry.ts";
import type { Internals } from "./internals.ts";
import { unpinnedValue } from "./resume-options.ts";
import { errorOf } from "./run-view.ts";
import { startedChildren } from "./started-children.ts";

/** Where a retry begins. */
export interface RetryRunOptions {
  /**
   * `failure` (default): what was recorded before the failing step is kept, and later successes are reused. `start`:
   * nothing is kept; the run begins with its input, other random values and other idempotency keys.
   */
  readonly from?: "failure" | "start";
  /**
   * Of a pinned run, and of pinned children that are retried with it: `any` lets whichever build takes them go on.
   * Default: the one that has recorded what is kept.
   */
  readonly build?: "any";
}

/** What the next generation begins with, and the children that go on with it. */
export interface ForRetry {
  readonly begin: NextGeneration;
  readonly children: readonly RunRow[];
}

/** What the next generation begins with. @throws illegal-transition, already-compensated, invalid-option */
export async function generationForRetry(
  internals: Internals,
  row: RunRow,
  options: RetryRunOptions,
): Promise<ForRetry> {
  const { from = "failure", build } = readOptions(options, ["from", "build"], { where: "retry" });
  const { store, settings, encodeAgain } = internals;
  if (from !== "failure" && from !== "start")
    throw failure("invalid-option", { where: "retry", option: "from", problem: 'must be "failure" or "start"' });
  if (build !== undefined && build !== "any")
    throw failure("invalid-option", { where: "retry", option: "build", problem: 'must be "any"' });
  if (!isFinished(row.status) || row.status === "completed")
    throw failure("illegal-transition", { from: row.status, event: "be retried" });
  if (from === "start") {
    const seed = Buffer.from(settings.host.randomBytes(16)).toString("hex");
    return { begin: { entries: [], seed, fromStart: true }, children: [] };
  }
  const entries = await store.journal(row.key, 0, Number.MAX_SAFE_INTEGER);
  // Some of what the entries say has been undone: to go on from them would build on what is not there any more.
  if (entries.some(({ kind }) => kind === "undo")) throw failure("already-compensated", { id: row.id });
  const failing = failingEntry({ entries, error: errorOf(row, internals), decode: internals.decode });
  const wrong = earlier(endRequestOf(entries), failing);
  const { again: children, left } = await startedChildren(internals, { parent: row.id, entries, wrong });
  const said: RetryValue = { ...(left.length > 0 && { left }), ...(build && { build }) };
  const mark = Object.keys(said).length === 0 ? undefined : encodeAgain(said, "a retry");
  const gone = await removedSince(internals, entries);
  const stays = (entry: Entry): boolean => staysWhereItIs(entry, wrong) && !gone.has(entry.seq);
  const again = { at: settings.host.now(), mark, encode: (value: unknown) => encodeAgain(value, "a kept result") };
  // What somebody has failed is no success to keep.
  const reusable = entries.filter((entry) => goesAlong(entry) && !hasFailed(entry, internals.decode));
  const kept = entriesForRetry(entries, wrong, { ...again, reusable: new Set(reusable), stays });
  const seed = moveSeeds(row.seed, (position) => entries.slice(0, position).filter(stays).length);
  if (build === undefined || row.build === undefined) return { begin: { entries: kept, seed }, children };
  const freed = [...kept, unpinned(internals, { build: row.build, after: kept.at(-1) })];
  return { begin: { entries: freed, seed, anyBuild: true }, children };
}

/** What its code did after that, it did because it was to end: a generation that is not goes another way. */
function endRequestOf(entries: readonly Entry[]): Entry | undefined {
  return entries.find(({ kind }) => kind === "cancel" || kind === "timeout");
}

function earlier(a: Entry | undefined, b: Entry | undefined): Entry | undefined {
  return a !== undefined && (b === undefined || a.seq < b.seq) ? a : b;
}

interface Again {
  readonly at: number;
  /** The value of the last entry. */
  readonly mark: string | undefined;
  /** What may be kept aside. */
  readonly reusable: ReadonlySet<Entry>;
  /** For its values. */
  encode(value: unknown): string;
  /** Of what was before it went wrong. */
  stays(entry: Entry): boolean;
}

/**
 * The journal up to where it went wrong, without the attempts of a failing step; later successes are kept aside as
 * `kept`, to be reused when the code asks for them, and then that the run was retried. Positions are dense again.
 */
function entriesForRetry(entries: readonly Entry[], wrong: Entry | undefined, again: Again): Entry[] {
  const after = wrong === undefined ? [] : entries.slice(wrong.seq);
  const kept = after
    .filter((entry) => again.reusable.has(entry) && !followsFailure(entry.op))
    .map((entry) => asKept(entry, again.encode));
  const before = entries.filter((entry) => again.stays(entry));
  const all = [...before, ...kept];
  const at = Math.max(again.at, all.at(-1)?.at ?? 0);
  all.push({ kind: "retry", op: "", at, attempt: 0, value: again.mark, seq: 0 });
  return all.map((entry, index) => ({ ...entry, seq: index + 1 }));
}

function unpinned(internals: Internals, { build, after }: { build: string; after: Entry | undefined }): Entry {
  const at = Math.max(internals.settings.host.now(), after?.at ?? 0);
  const value = unpinnedValue(internals, { build });
  return { seq: (after?.seq ?? 0) + 1, kind: "unpinned", op: "", at, attempt: 0, value };
}

/** What followed the end, the workflow's `onFailure`, follows the next one anew. */
function staysWhereItIs({ seq, op }: Entry, wrong: Entry | undefined): boolean {
  if (followsFailure(op)) return false;
  return wrong === undefined || (seq < wrong.seq && (op === "" || op !== wrong.op));
}

/** Positions at which runs were called that are not there any more: whoever waits for one begins it anew. */
async function removedSince({ store, decode }: Internals, entries: readonly Entry[]): Promise<ReadonlySet<number>> {
  const gone = new Set<number>();
  for (const { seq, child } of awaitedChildren(entries, decode))
    if ((await store.find(child)) === undefined) gone.add(seq);
  return gone;
}

function asKept(entry: Entry, encode: (value: unknown) => string): Entry {
  const { kind, value } = entry;
  return kind === "kept" || kind === "retry" ? entry : { ...entry, kind: "kept", value: encode([kind, value]) };
}

/** What a person or another run has sent was taken once, and is not sent again. */
const successes: ReadonlySet<Entry["kind"]> = new Set<Entry["kind"]>([
  "step",
  "step-data",
  "kept",
  "signal",
  "answer",
  "callback",
  "given",
  "sent",
]);

/** Earlier retries count for good: what was named by their number would be found among what is kept, otherwise. */
function goesAlong({ kind }: Entry): boolean {
  return kind === "retry" || successes.has(kind);
}
