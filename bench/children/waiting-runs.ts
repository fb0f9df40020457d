/** A process that lets runs wait and says by how much its memory grows: with the engine, or with the naive one. */
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Stepwell, workflow } from "@stepwell/core";
import { forever, tell, work } from "../child.ts";
import { complain } from "../engine.ts";
import { NaiveEngine } from "../naive-baseline.ts";
import { storeNamed } from "../stores.ts";
import { stepValue } from "../workload.ts";

export interface WaitingRunsWork {
  readonly store: string;
  readonly folder: string;
  readonly engine: "stepwell" | "naive";
  /** Before the measured ones: V8 grows its heap to the size that the work needs, once. */
  readonly warmUp: number;
  readonly runs: number;
}

const { store, folder, engine: kind, warmUp, runs } = work<WaitingRunsWork>();
const batch = 1_000;

const waits = workflow("waits", async (wf, input: { order: number }) => {
  await wf.step("first", () => stepValue(1));
  await wf.sleep("10 h");
  await wf.step("second", () => stepValue(input.order));
});

const park = kind === "naive" ? naive() : await stepwell();
await park(0, warmUp);
const before = await settledBytes();
await park(warmUp, runs);
tell("waiting", { bytesEach: ((await settledBytes()) - before) / runs });
await forever();

function naive(): (from: number, count: number) => Promise<void> {
  const engine = new NaiveEngine(join(folder, "naive.db"), "OFF");
  return async (from, count) => {
    for (let n = from; n < from + count; n++) engine.park(`order-${n}`, { order: n });
  };
}

async function stepwell(): Promise<(from: number, count: number) => Promise<void>> {
  const engine = await Stepwell.open({ store: storeNamed(store).provider(folder), workflows: [waits], log: complain });
  return async (from, count) => {
    for (let first = from; first < from + count; first += batch) {
      const orders = Array.from({ length: Math.min(batch, from + count - first) }, (_, n) => first + n);
      await engine.startMany(
        waits,
        orders.map((order) => ({ input: { order }, id: `order-${order}` })),
      );
      while ((await engine.count({ status: ["pending", "running"] })) > 0) await pause(2);
    }
  };
}

async function settledBytes(): Promise<number> {
  for (let n = 0; n < 5; n++) {
    globalThis.gc?.();
    await pause(50);
  }
  return process.memoryUsage.rss();
}
