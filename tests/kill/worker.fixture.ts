/** A process that executes whatever there is, until it is killed: `worker.fixture.ts OPTIONS`, as JSON. */
import { appendFileSync } from "node:fs";
import { Stepwell, sqlite } from "@stepwell/core";
import { lineOf } from "./effects.ts";
import { cube, square, workload } from "./workload.ts";

const { file, effects } = JSON.parse(process.argv[2] ?? "{}") as { file: string; effects: string };

const workflows = workload(async (effect) => {
  // One line, one write: nothing of it is lost with the process.
  appendFileSync(effects, lineOf({ ...effect, pid: process.pid }));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 6));
});

await Stepwell.open({
  store: sqlite(file),
  workflows,
  tasks: [square, cube],
  worker: { threads: 1 },
  log: (text, error) => console.log(`${text} ${error instanceof Error ? error.message : ""}`),
});
console.log("ready");
