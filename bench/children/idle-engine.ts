/** A process that does nothing, with an engine open or without one, and says what processor time that takes. */
import { setTimeout as pause } from "node:timers/promises";
import { Stepwell } from "@stepwell/core";
import { tell, work } from "../child.ts";
import { complain } from "../engine.ts";
import { storeNamed } from "../stores.ts";
import { tenSteps } from "../workloads/concurrent-steps.ts";

export interface IdleWork {
  readonly store: string;
  /** Undefined: no engine. */
  readonly folder?: string;
  readonly ms: number;
}

const { store, folder, ms } = work<IdleWork>();
const settleMs = 1_500;

const engine =
  folder === undefined
    ? undefined
    : await Stepwell.open({ store: storeNamed(store).provider(folder), workflows: [tenSteps], log: complain });
for (let n = 0; n < 20; n++) await engine?.execute(tenSteps, n);
// What was compiled and collected on the way here is not idling.
await pause(settleMs);
const before = process.cpuUsage();
const began = performance.now();
await pause(ms);
const { user, system } = process.cpuUsage(before);
tell("idled", { percent: (user + system) / 10 / (performance.now() - began) });
await engine?.close();
