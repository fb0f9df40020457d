/** A process that executes whatever there is, until it is killed: `worker.fixture.ts OPTIONS`, as JSON. */
import { appendFileSync } from "node:fs";
import { Stepwell, sqlite } from "@stepwell/core";
import { lineOf } from "./effects.ts";
import { cube, square, workload } from "./workload.ts";

const { file, effects } = JSON.parse(process.argv[2] ?? "{}") as { file: string; effects: string };

const workflows = workload(async (effect) => {
  // One line, one write: nothing of it is lost with the process.
  appendFileSync(effects, lineOf({ ...effect, pid: process.pid }));
  // Some take long enough for a kill to find them in the middle, also on a machine that is busy elsewhere.
  const ms = Math.random() * (Math.random() < 0.2 ? 300 : 6);
  await new Promise((resolve) => setTimeout(resolve, ms));
});

await Stepwell.open({
  store: sqlite(file),
  workflows,
  tasks: [square, cube],
  worker: { threads: 1 },
  log: (text, error) => console.log(`${text} ${error instanceof Error ? error.message : ""}`),
});
console.log("ready");
