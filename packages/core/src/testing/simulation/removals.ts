/**
 * What is removed from the store, seen as it happens: the row and the journal of each run as they were right before, and
 * what is left of it right after.
 */
import type { Removed, RunKey, Store } from "../../store/port.ts";
import type { Database } from "./database.ts";
import { type Leaving, removalProblems } from "./judge-removal.ts";
import type { Ledger } from "./ledger.ts";
import { natureOf, type Plan } from "./plan.ts";

interface RemovalsParts {
  readonly plan: Plan;
  readonly ledger: Ledger;
  readonly database: Database;
  readonly store: Store;
  readonly clockwork: { now(): number };
  readonly offences: Set<string>;
}

export class Removals {
  /** Generations that went, as the store has said. */
  removed = 0;
  readonly #world: RemovalsParts;

  constructor(world: RemovalsParts) {
    this.#world = world;
  }

  async carriedOut(keys: readonly RunKey[], remove: () => Promise<unknown>): Promise<unknown> {
    const leaving = await this.#leaving(keys);
    const result = await remove();
    for (const [, count] of (result as Removed).runs) this.removed += count;
    await this.#judge(leaving);
    return result;
  }

  /** Those that are meant, with all that have had their ids. */
  async #leaving(keys: readonly RunKey[]): Promise<Leaving[]> {
    const { ledger, store } = this.#world;
    const meant = new Set(keys);
    const there = [...ledger.runs.values()].filter(({ gone }) => gone === undefined);
    const ids = new Set(there.filter(({ key }) => meant.has(key)).map(({ id }) => id));
    const leaving: Leaving[] = [];
    for (const run of there) {
      const row = ids.has(run.id) ? await store.get(run.key) : undefined;
      if (row !== undefined) leaving.push({ run, row, entries: await store.journal(run.key, 0, 100_000) });
    }
    return leaving;
  }

  async #judge(leaving: readonly Leaving[]): Promise<void> {
    const { ledger, database, offences, plan, clockwork } = this.#world;
    const meant = new Map(leaving.map((each) => [each.run, each]));
    const went: Leaving[] = [];
    for (const run of ledger.runs.values()) {
      if (run.gone !== undefined || database.isThere(run.key)) continue;
      const leaves = meant.get(run);
      if (leaves === undefined) offences.add(`run ${run.id} is gone, and nobody has meant it`);
      else went.push(leaves);
    }
    const judged = { ...this.#world, endedBefore: natureOf(plan).steady ? clockwork.now() - leastAge(plan) : Infinity };
    for (const { run, row } of went) run.gone = row;
    for (const each of went)
      for (const problem of await removalProblems(judged, each))
        offences.add(`run ${each.run.id} (generation ${each.run.generation}) was removed: ${problem}`);
    for (const unkept of database.unkept()) offences.add(`a value was removed that somebody has: ${unkept}`);
    for (const stray of database.strays()) offences.add(`of a run that was removed is left: ${stray}`);
  }
}

function leastAge({ deeds }: Plan): number {
  return Math.min(...deeds.flatMap((deed) => (deed.do === "clear" ? [deed.olderThanMs] : [])));
}
