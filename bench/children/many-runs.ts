/**
 * A process of W6. The worker starts many runs at once and executes them until it is killed; the heir has the same
 * store open, takes over what it finds, and says when all runs are finished. Each body writes a mark into a file
 * before it does anything else: a mark outlives the death of its process.
 */
import { openSync, writeSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { Stepwell, workflow } from "@stepwell/core";
import { forever, tell, work } from "../child.ts";
import { complain } from "../engine.ts";
import { storeNamed } from "../stores.ts";
import { stepValue } from "../workload.ts";

export interface ManyRunsWork {
  readonly store: string;
  readonly folder: string;
  readonly marks: string;
  readonly role: "worker" | "heir";
  readonly runs: number;
  readonly steps: number;
  readonly stepMs: number;
  /** The worker says "half" when so many bodies have begun. */
  readonly half: number;
}

const { store, folder, marks, role, runs, steps, stepMs, half } = work<ManyRunsWork>();
const file = openSync(marks, "a");
let begun = 0;

const one = workflow("one-of-many", async (wf, run: number) => {
  for (let n = 1; n <= steps; n++) {
    await wf.step(`step-${n}`, async () => {
      writeSync(file, `${role} ${run} ${n}\n`);
      begun++;
      if (begun === 1) tell("first step");
      if (begun === half) tell("half");
      await pause(stepMs);
      return stepValue(n);
    });
  }
});

const engine = await Stepwell.open({
  store: storeNamed(store).provider(folder),
  workflows: [one],
  log: role === "worker" ? complain : () => {},
});
tell("open");
if (role === "worker") {
  tell("began");
  await engine.startMany(
    one,
    Array.from({ length: runs }, (_, run) => ({ input: run, id: `run-${run}` })),
  );
} else {
  while ((await engine.count({ status: "completed" })) < runs) await pause(10);
  tell("all finished");
}
await forever();
