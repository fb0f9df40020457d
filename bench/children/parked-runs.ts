/** A process that parks many runs, wakes them all, by signals or by their timers, and tells what that took. */
import { setTimeout as pause } from "node:timers/promises";
import { Stepwell, signal, workflow } from "@stepwell/core";
import { tell, work } from "../child.ts";
import { complain } from "../engine.ts";
import { storeNamed } from "../stores.ts";
import { stepValue } from "../workload.ts";

export interface ParkedRunsWork {
  readonly store: string;
  readonly folder: string;
  readonly by: "signal" | "timer";
  readonly runs: number;
  readonly rounds: number;
}

const { store, folder, by, runs, rounds } = work<ParkedRunsWork>();
const batch = 1_000;
/** Timers of one round are due together, this long after the last run was started. */
const lullMs = 2_000;

const go = signal<{ readonly n: number }>("go");
let continued = 0;

const waits = workflow("waits", async (wf, input: { readonly order: number }) => {
  await wf.step("first", () => stepValue(1));
  await wf.receive(go);
  await wf.step("second", () => stepValue(++continued + input.order));
});

const sleeps = workflow("sleeps", async (wf, input: { readonly order: number; readonly until: number }) => {
  await wf.step("first", () => stepValue(1));
  await wf.sleep(new Date(input.until));
  await wf.step("second", () => stepValue(++continued + input.order));
});

const engine = await Stepwell.open({
  store: storeNamed(store).provider(folder),
  workflows: [waits, sleeps],
  log: complain,
});

// V8's heap and SQLite's cache grow once to the size that the work needs: the first round is for that.
await round(0);
for (let n = 1; n <= rounds; n++) {
  const before = await settledBytes();
  const { parked, perSecond } = await round(n);
  tell(`round ${n}`, { bytesEach: (parked - before) / runs, perSecond });
}
await engine.close();
process.disconnect?.();

async function round(n: number): Promise<{ readonly parked: number; readonly perSecond: number }> {
  const until = Date.now() + parkingMs() + lullMs;
  for (let first = 0; first < runs; first += batch) {
    const items = ordersFrom(first).map((order) => ({ input: { order, until }, id: idOf(n, order) }));
    if (by === "signal") await engine.startMany(waits, items);
    else await engine.startMany(sleeps, items);
    while ((await engine.count({ status: ["pending", "running"] })) > 0) await pause(2);
  }
  const parked = await settledBytes();
  continued = 0;
  const late = Date.now() - until;
  if (by === "timer" && late > 0) throw new Error(`the timers were due ${late} ms before all runs were parked`);
  const began = by === "timer" ? until : Date.now();
  if (by === "signal") await signalAll(n);
  while (continued < runs || (await engine.count({ status: ["pending", "running", "waiting"] })) > 0) await pause(2);
  return { parked, perSecond: (runs * 1_000) / (Date.now() - began) };
}

/** More than a slow machine needs to park them. */
function parkingMs(): number {
  return runs * 0.3 + 3_000;
}

async function signalAll(n: number): Promise<void> {
  for (let first = 0; first < runs; first += batch)
    await Promise.all(ordersFrom(first).map((order) => engine.handle(idOf(n, order)).signal(go, { n: order })));
}

/** One batch of them. They are made anew each time: a list of all ids would count as memory of the runs. */
function ordersFrom(first: number): number[] {
  return Array.from({ length: Math.min(batch, runs - first) }, (_, i) => first + i);
}

function idOf(n: number, order: number): string {
  return `order-${n}-${order}`;
}

/** Without the room that V8 keeps for what comes next: only that of the runs is asked for. */
async function settledBytes(): Promise<number> {
  for (let n = 0; n < 5; n++) {
    await globalThis.gc?.({ type: "major", execution: "async", flavor: "last-resort" });
    await pause(50);
  }
  return process.memoryUsage.rss();
}
