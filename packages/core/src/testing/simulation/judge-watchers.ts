/** Who watches a run is given each entry of it once, in order, over all generations, and then its end (invariant 28). */
import type { RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";
import type { Ledger } from "./ledger.ts";
import type { Watcher } from "./watchers.ts";

export function* watchProblems(
  watchers: readonly Watcher[],
  ledger: Ledger,
  rows: ReadonlyMap<KnownRun, RunRow>,
): Generator<string> {
  for (const watcher of watchers) {
    const { id, by, over, end } = watcher;
    // All have ended, and who was closed has said so to those who watch there.
    if (!over && !by.dead) yield `somebody still watches ${id}`;
    yield* orderProblems(watcher);
    // Of what was removed meanwhile there is nothing to be told.
    if (ledger.ids.hasGone(id)) continue;
    yield* gapProblems(watcher, ledger);
    if (end === undefined) continue;
    const run = ledger.find(id, end.generation);
    const status = run && rows.get(run)?.status;
    if (status !== undefined && status !== end.status)
      yield `who watches ${id} was told that generation ${end.generation} is ${end.status}; it is ${status}`;
  }
}

function* orderProblems({ id, entries }: Watcher): Generator<string> {
  for (const [at, { generation, seq }] of entries.entries()) {
    const before = entries[at - 1];
    const next = before?.generation === generation ? before.seq + 1 : 1;
    const back = (before?.generation ?? 0) > generation;
    if (seq !== next || back)
      yield `who watches ${id} was told of ${generation}.${seq} after ${before?.generation}.${before?.seq}`;
  }
}

/** Of each generation that it has left behind, it was told of all entries. */
function* gapProblems({ id, entries, end }: Watcher, ledger: Ledger): Generator<string> {
  const first = entries[0]?.generation ?? end?.generation;
  const last = end?.generation ?? (entries.at(-1)?.generation ?? 1) - 1;
  if (first === undefined) return;
  for (let generation = first; generation <= last; generation++) {
    const told = entries.filter((item) => item.generation === generation).length;
    const there = ledger.find(id, generation)?.entries.length ?? told;
    if (told !== there)
      yield `who watches ${id} was told of ${told} entries of generation ${generation}; there are ${there}`;
  }
}
