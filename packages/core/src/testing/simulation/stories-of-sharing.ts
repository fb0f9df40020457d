/** Workflows as people write them that share with others. */
import type { Flow } from "./plan.ts";
import { seq, step } from "./story-nodes.ts";

/** It starts what goes on after its own end, on the units that it held. */
export const leftToChildren: readonly Flow[] = [
  {
    name: "f0",
    program: seq(
      "q0",
      { is: "map", name: "m1", items: 2, atOnce: 2, body: { is: "start", name: "k2", flow: "f1" } },
      step("s3"),
    ),
    needs: { name: "units", units: 1 },
  },
  {
    name: "f1",
    program: seq("q0", step("s1", { takesMs: 200 }), { is: "sleep", name: "z2", ms: 1_100 }, step("s3")),
    needs: { name: "units", units: 1 },
  },
];

/** Few in a time, each key for itself; who comes while one is under way takes its place. */
export const newestOnly: Flow = {
  name: "f0",
  program: seq(
    "q0",
    { is: "undo", name: "u1", failures: 0 },
    step("s2", { takesMs: 200 }),
    { is: "receive", name: "w3", signal: "a", withinMs: 700 },
    step("s4"),
  ),
  limit: 1,
  keys: 2,
  onConflict: "replace",
  rate: { limit: 2, periodMs: 300 },
};

/** What fails waits for somebody who looks after it, and is in a queue that is stopped meanwhile. */
export const lookedAfter: Flow = {
  name: "f0",
  program: seq(
    "q0",
    step("s1", { failures: 3, asks: true }),
    {
      is: "all",
      name: "l2",
      parts: [step("s3", { failures: 3, asks: true, kind: "once" }), step("s4", { failures: 2 })],
    },
    step("s5", { failures: 3, asks: true, kind: "task", backoffMs: 300 }),
  ),
  queue: "slow",
};
