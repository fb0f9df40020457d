/** Removes runs that ended long enough ago: short transactions, with pauses in which others write. */
import type { Host } from "../host/port.ts";
import type { RunState } from "../model/run-state.ts";
import type { ExpiredFilter, RunKey, Store } from "../store/port.ts";

/** Runs in this state go when they ended before that instant. */
export type ClearingRule = Pick<ExpiredFilter, "state" | "endedBefore">;

export interface Clearing {
  readonly host: Host;
  readonly store: Store;
  readonly workflows: readonly string[];
  readonly rules: readonly ClearingRule[];
  /** Runs to remove, at most; earlier generations that go with them are not counted. */
  readonly limit: number;
  /** True: only counts what would go. */
  readonly dryRun: boolean;
  /** Leaves the store to others for a while, after a transaction that took so long. */
  pause(tookMs: number): Promise<void>;
  /** True: go no further. */
  stopped(): boolean;
}

/** What went, or in a dry run would. */
export interface Cleared {
  readonly runs: Map<RunState, number>;
  entries: number;
  logLines: number;
  bytes: number;
}

export async function clearRuns(clearing: Clearing): Promise<Cleared> {
  const cleared: Cleared = { runs: new Map(), entries: 0, logLines: 0, bytes: 0 };
  let left = clearing.limit;
  for await (const [state, found] of expired(clearing)) {
    const runs = found.slice(0, left);
    left -= runs.length;
    if (clearing.dryRun) add(cleared.runs, state, runs.length);
    else await removeAll(clearing, { runs, cleared });
    if (left === 0 || clearing.stopped()) break;
  }
  // Also what was left of earlier runs by a process that died over it.
  if (!clearing.dryRun) await removeAll(clearing, { runs: [], cleared });
  return cleared;
}

async function* expired(clearing: Clearing): AsyncGenerator<readonly [RunState, readonly RunKey[]]> {
  for (const workflow of clearing.workflows) {
    for (const rule of clearing.rules) {
      let cursor: string | undefined;
      do {
        const page = await clearing.store.expired({ workflow, ...rule }, cursor);
        if (page.runs.length > 0) yield [rule.state, page.runs];
        cursor = page.next;
      } while (cursor !== undefined && !clearing.stopped());
    }
  }
}

async function removeAll(clearing: Clearing, parts: { runs: readonly RunKey[]; cleared: Cleared }): Promise<void> {
  const { host, store } = clearing;
  const { cleared } = parts;
  for (let runs = parts.runs; !clearing.stopped(); ) {
    const begin = host.monotonic();
    const removed = await store.remove(runs);
    for (const [state, count] of removed.runs) add(cleared.runs, state, count);
    cleared.entries += removed.entries;
    cleared.logLines += removed.logLines;
    cleared.bytes += removed.bytes;
    if (removed.rest.length === 0 && !removed.more) return;
    runs = removed.rest;
    await clearing.pause(host.monotonic() - begin);
  }
}

function add(counts: Map<RunState, number>, state: RunState, count: number): void {
  if (count > 0) counts.set(state, (counts.get(state) ?? 0) + count);
}
