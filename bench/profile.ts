/**
 * `node bench/profile.ts W1@100 [--seconds 5] [--top 25]`: runs the engine's side of one workload under V8's profiler
 * and prints where the time goes, per step, by group and by function. One step is one journal row of a step.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { getHeapStatistics } from "node:v8";
import { Stepwell } from "@stepwell/core";
import { complain } from "./engine.ts";
import { numberText } from "./figure.ts";
import { profiled } from "./profile/cpu-profile.ts";
import { byFunction, byGroup, type Group } from "./profile/groups.ts";
import { storeNamed } from "./stores.ts";
import { stepsPerSecond, tenSteps } from "./workloads/concurrent-steps.ts";
import { fan, fanOutMs } from "./workloads/fan-out.ts";
import { oneStep, oneStepMs, sequence, sequentialStepMs } from "./workloads/latency.ts";

/** Each does some of the work and says how many steps that were. */
const drives: Readonly<Record<string, (engine: Stepwell) => Promise<number>>> = {
  "W1@100": async (engine) => {
    await stepsPerSecond(engine, { concurrent: 100, each: 10 });
    return 100 * 10 * 10;
  },
  "W1@1000": async (engine) => {
    await stepsPerSecond(engine, { concurrent: 1_000, each: 2 });
    return 1_000 * 2 * 10;
  },
  "W2@1": async (engine) => {
    await oneStepMs(engine, 100);
    return 100;
  },
  "W2@50": async (engine) => {
    await sequentialStepMs(engine, 5);
    return 5 * 50;
  },
  W3: async (engine) => {
    await fanOutMs(engine, 5);
    return 5 * 1_000;
  },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: "string", default: "5" }, top: { type: "string", default: "25" } },
});
const drive = drives[positionals[0] ?? ""];
if (drive === undefined) {
  console.error(
    `node bench/profile.ts NAME [--seconds 5] [--top 25]; NAME is one of ${Object.keys(drives).join(", ")}`,
  );
  process.exitCode = 2;
} else {
  await profile(drive, Number(values.seconds) * 1_000, Number(values.top));
}

async function profile(once: (engine: Stepwell) => Promise<number>, ms: number, top: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-profile-"));
  const workflows = [tenSteps, oneStep, sequence, fan];
  const engine = await Stepwell.open({ store: storeNamed("sqlite").provider(folder), workflows, log: complain });
  try {
    await repeat(() => once(engine), ms / 2);
    let steps = 0;
    const began = performance.now();
    const allocated = getHeapStatistics().total_allocated_bytes;
    const samples = await profiled(async () => {
      steps = await repeat(() => once(engine), ms);
    });
    const tookMs = performance.now() - began;
    const bytes = (getHeapStatistics().total_allocated_bytes - allocated) / steps;
    const eachText = `${numberText((tookMs * 1_000) / steps)} µs and ${numberText(bytes)} bytes allocated each`;
    console.log(`${positionals[0]}: ${steps} steps in ${numberText(tookMs)} ms, ${eachText}`);
    const loads = loadavg().map((load) => load.toFixed(2));
    console.log(`load average ${loads.join(" ")}\n`);
    print("by group", byGroup(samples), { steps, top: 40 });
    print("by function", byFunction(samples), { steps, top });
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function repeat(work: () => Promise<number>, ms: number): Promise<number> {
  const until = performance.now() + ms;
  let steps = 0;
  do steps += await work();
  while (performance.now() < until);
  return steps;
}

function print(title: string, groups: readonly Group[], { steps, top }: { steps: number; top: number }): void {
  const all = groups.reduce((sum, { selfUs }) => sum + selfUs, 0);
  console.log(`${"µs/step".padStart(9)}  ${"share".padStart(6)}  ${title}`);
  for (const { name, selfUs } of groups.slice(0, top)) {
    const share = `${((selfUs * 100) / all).toFixed(1)}%`;
    console.log(`${(selfUs / steps).toFixed(2).padStart(9)}  ${share.padStart(6)}  ${name}`);
  }
  console.log();
}
