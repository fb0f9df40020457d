/** Follows a run: its entries as they are recorded, its states, its end. Resumable by position. */
import type { Host } from "../host/port.ts";
import { within } from "../host/within.ts";
import type { RunState } from "../model/run-state.ts";
import { isFinished } from "../model/run-state.ts";
import type { RunRow } from "../store/port.ts";
import type { Wait } from "./changes.ts";
import { expiresInMs } from "./find-in-time.ts";
import type { Internals } from "./internals.ts";
import { type JournalEntry, readJournal } from "./journal.ts";

/** What a watcher gets. `seq` is the position to go on from. */
export type RunEventItem =
  | {
      readonly type: "entry";
      readonly run: string;
      readonly generation: number;
      readonly seq: number;
      readonly entry: JournalEntry;
    }
  | {
      readonly type: "state";
      readonly run: string;
      readonly generation: number;
      readonly seq: number;
      readonly status: RunState;
      readonly at: Date;
    }
  | {
      readonly type: "end";
      readonly run: string;
      readonly generation: number;
      readonly seq: number;
      readonly status: RunState;
    };

export interface WatchOptions {
  readonly find: () => Promise<RunRow>;
  /** Position in the newest generation's journal after which to begin. */
  readonly after?: number;
  readonly signal?: AbortSignal;
}

/** When to look again, whether anything was heard or not. */
interface Until {
  readonly signal: AbortSignal | undefined;
  readonly mostMs: number;
}

const pageEntries = 1_000;

export async function* watchRun(internals: Internals, options: WatchOptions): AsyncGenerator<RunEventItem> {
  const { store, changes, decode, settings } = internals;
  let row = await options.find();
  let seq = options.after ?? 0;
  let said: RunState | undefined;
  while (!options.signal?.aborted && !internals.closed) {
    const change = changes.next(row.key);
    const newest = await options.find();
    const followed = newest.key !== row.key;
    // What is heard of a generation that another has followed says nothing of that one.
    if (followed) change.forget();
    else row = newest;
    const { id: run, generation } = row;
    // The row was read before the entries: when it says that the run is over, or goes on elsewhere, none are missing.
    for (;;) {
      const entries = await store.journal(row.key, seq, pageEntries);
      for (const entry of readJournal(entries, { decode })) {
        seq = entry.seq;
        yield { type: "entry", run, generation, seq, entry };
      }
      if (entries.length < pageEntries) break;
    }
    if (followed) {
      // One after the other: several may have come and gone meanwhile. Those that were removed are passed over.
      row = (await store.find(run, generation + 1)) ?? newest;
      seq = 0;
      continue;
    }
    if (row.status !== said) {
      said = row.status;
      yield { type: "state", run, generation, seq, status: row.status, at: new Date(settings.host.now()) };
    }
    if (isFinished(row.status)) {
      change.forget();
      yield { type: "end", run, generation, seq, status: row.status };
      return;
    }
    const mostMs = expiresInMs(row, settings.host.now());
    await nextChange(change, settings.host, { signal: options.signal, mostMs });
  }
}

async function nextChange(change: Wait, host: Pick<Host, "timer">, until: Until): Promise<void> {
  const { signal, mostMs } = until;
  const aborted = Promise.withResolvers<void>();
  const stop = (): void => aborted.resolve();
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  const heard = signal === undefined ? change.happened : Promise.race([change.happened, aborted.promise]);
  await (mostMs === Infinity ? heard : within(host, mostMs, heard));
  signal?.removeEventListener("abort", stop);
  change.forget();
}
