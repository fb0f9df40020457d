/** What the contract's tests share: opening stores of one database, and short ways to make batches. */
import { expect, onTestFinished } from "vitest";
import { nodeHost } from "../../host/node.ts";
import type { Entry } from "../../model/entry.ts";
import type {
  Batch,
  ClaimedRun,
  ClaimRequest,
  CommitResult,
  LogRow,
  RunChange,
  RunRow,
  RunWrite,
  StartOutcome,
  StartRow,
  Store,
  StoreProvider,
  WorkerKey,
} from "../port.ts";
import { expectCounters } from "./counters.ts";

/** A fresh database each time. */
export type MakeProvider = () => { readonly provider: StoreProvider; dispose(): void };

/** The instant at which the tests begin. */
export const t0 = 1_750_000_000_000;

/** One engine's store with a registered worker. */
export interface Engine {
  readonly store: Store;
  readonly worker: WorkerKey;
}

let made = 0;

/** Opens one database; `open` gives further connections to it. Everything is closed when the test ends. */
export function newDatabase(make: MakeProvider) {
  const { provider, dispose } = make();
  const stores: Store[] = [];
  const namespaces = new Set<string>();
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    try {
      for (const namespace of namespaces) await expectCounters(provider, namespace);
    } finally {
      dispose();
    }
  });
  const open = async (namespace = "default"): Promise<Store> => {
    const store = await provider.open({ host: { ...nodeHost(), now: () => t0 }, namespace });
    stores.push(store);
    namespaces.add(namespace);
    return store;
  };
  return {
    open,
    engine: async (namespace?: string): Promise<Engine> => {
      const store = await open(namespace);
      return { store, worker: await registerIn(store) };
    },
  };
}

export function registerIn(store: Store, at = t0): Promise<WorkerKey> {
  const proof = { machine: "m", boot: "b", pidNamespace: "n", pid: 7, started: "9" };
  return store.register({
    name: "w",
    build: "1",
    proof,
    startedAt: at,
    serves: { workflows: ["order"], queues: ["default"] },
  });
}

export function newStart(parts: Partial<StartRow> = {}): StartRow {
  made += 1;
  return {
    id: `run-${made}`,
    workflow: "order",
    onExisting: "return",
    input: '{"n":1}',
    seed: "0123456789abcdef0123456789abcdef",
    behaviours: "1",
    module: "file:///order.ts",
    queue: "default",
    priority: 0,
    tags: [],
    createdAt: t0,
    availableAt: t0,
    timeoutMs: undefined,
    lineage: undefined,
    claimNow: false,
    ...parts,
  };
}

export function newBatch(worker: WorkerKey | undefined, parts: Partial<Batch> = {}): Batch {
  made += 1;
  return { id: `batch-${made}`, worker, at: t0, starts: [], sends: [], writes: [], claim: undefined, ...parts };
}

export function newEntry(seq: number, parts: Partial<Entry> = {}): Entry {
  return { seq, kind: "step", op: `step-${seq}`, at: t0, attempt: 1, value: `{"seq":${seq}}`, ...parts };
}

export function newLine(n: number, parts: Partial<LogRow> = {}): LogRow {
  return { n, op: "", attempt: 0, at: t0, level: "info", text: `line ${n}`, ...parts };
}

export const wantsAny: ClaimRequest = {
  limit: 10,
  workflows: ["order"],
  queues: ["default"],
  build: "1",
  suspects: "any",
};

/** A run that the engine's worker executes. */
export async function startRunning(engine: Engine, parts: Partial<StartRow> = {}): Promise<RunRow> {
  const { store, worker } = engine;
  const result = await store.commit(newBatch(worker, { starts: [newStart({ claimNow: true, ...parts })] }));
  return madeOf(only(result.starts));
}

export async function startPending(store: Store, parts: Partial<StartRow> = {}): Promise<RunRow> {
  const result = await store.commit(newBatch(undefined, { starts: [newStart(parts)] }));
  return madeOf(only(result.starts));
}

/** The run that a start gave. */
export function madeOf(outcome: StartOutcome): RunRow {
  if (outcome.row === undefined) expect.unreachable(`refused: ${outcome.refusal.code}`);
  return outcome.row;
}

export function writeOf(row: Pick<RunRow, "key" | "claim">, parts: Partial<RunWrite> = {}): RunWrite {
  const nothing = { entries: [], change: undefined, data: [], title: undefined, attributes: undefined, logs: [] };
  return {
    run: row.key,
    claim: row.claim,
    ...nothing,
    consumed: [],
    sends: [],
    children: [],
    awaits: [],
    givenUp: [],
    ...parts,
  };
}

export function write(engine: Engine, row: RunRow, parts: Partial<RunWrite>, at = t0): Promise<CommitResult> {
  return engine.store.commit(newBatch(engine.worker, { at, writes: [writeOf(row, parts)] }));
}

export function change(engine: Engine, row: RunRow, how: RunChange, at = t0): Promise<CommitResult> {
  return write(engine, row, { change: how }, at);
}

export async function claim(
  engine: Engine,
  parts: Partial<ClaimRequest> = {},
  at = t0,
): Promise<readonly ClaimedRun[]> {
  return (await claimResult(engine, parts, at)).claimed;
}

export function claimResult(engine: Engine, parts: Partial<ClaimRequest> = {}, at = t0): Promise<CommitResult> {
  return engine.store.commit(newBatch(engine.worker, { at, claim: { ...wantsAny, ...parts } }));
}

export async function reread(store: Store, row: Pick<RunRow, "key">): Promise<RunRow> {
  const found = await store.get(row.key);
  if (found === undefined) expect.unreachable(`run ${row.key} is gone`);
  return found;
}

export function passMs(ms: number): Promise<void> {
  return new Promise((resolve) => void nodeHost().timer(ms, resolve));
}

export function only<T>(items: readonly T[]): T {
  const [item] = items;
  if (items.length !== 1 || item === undefined) expect.unreachable(`there are ${items.length}, not one`);
  return item;
}

export function idsOf(claimed: readonly ClaimedRun[]): string[] {
  return claimed.map(({ row }) => row.id);
}
