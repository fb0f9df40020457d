/** People who watch runs: what each was given, held against what was on disk by then. */
import type { RunEventItem } from "../../engine/watch.ts";
import { isFailure } from "../../model/errors.ts";
import type { RunState } from "../../model/run-state.ts";
import type { Actor } from "./actor.ts";
import type { People } from "./people.ts";
import type { World } from "./world.ts";

type EntryItem = RunEventItem & { readonly type: "entry" };

export interface Watcher {
  readonly id: string;
  /** Its process. */
  readonly by: Actor;
  readonly entries: EntryItem[];
  /** Undefined while it goes on, or was told of none: the engine was closed, or there is no such run. */
  end: { readonly generation: number; readonly status: RunState } | undefined;
  over: boolean;
}

export class Watchers {
  readonly all: Watcher[] = [];
  readonly #world: World;
  readonly #people: People;

  constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
  }

  async watch(id: string): Promise<void> {
    const { engine, actor } = this.#people.meets();
    const watcher: Watcher = { id, by: actor, entries: [], end: undefined, over: false };
    this.all.push(watcher);
    try {
      for await (const item of engine.handle(id).watch()) this.#given(watcher, item);
    } finally {
      watcher.over = true;
    }
  }

  #given(watcher: Watcher, item: RunEventItem): void {
    const { offences, ledger, store } = this.#world;
    const where = `who watches ${watcher.id} was told`;
    if (watcher.end !== undefined) offences.add(`${where} ${item.type} after the end`);
    if (item.type === "end") {
      watcher.end = item;
      return;
    }
    if (item.type === "state") return;
    watcher.entries.push(item);
    const { generation, seq, entry } = item;
    if (ledger.ids.hasGone(watcher.id)) return;
    const known = ledger.find(watcher.id, generation)?.entries[seq - 1];
    const what = `${where} of entry ${seq} (${entry.kind} ${entry.op}) of generation ${generation}`;
    if (known !== undefined && (known.kind !== entry.kind || known.op !== entry.op))
      offences.add(`${what}; that is ${known.kind} ${known.op}`);
    if (known !== undefined) return;
    // A generation that nobody has claimed yet is not known.
    void store.find(watcher.id, generation).then(async (row) => {
      const there = row === undefined ? [] : await store.journal(row.key, seq - 1, 1);
      if (row !== undefined && there.length === 0) offences.add(`${what}, which is not on disk`);
    });
  }

  /** Those whose engine could not read, or that asked for no run of now, were told so. */
  readonly failed = (error: unknown): void => {
    const told = ["unknown-run", "store-failed", "store-full", "outcome-unknown", "engine-closed"] as const;
    if (!told.some((code) => isFailure(error, code)))
      this.#world.offences.add(`watching failed: ${error instanceof Error ? error.message : String(error)}`);
  };
}
