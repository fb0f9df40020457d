import { memory, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { crashedEverywhere } from "./crashed-everywhere.ts";

// "Deterministic Operations": chance, ids and times are equal on replay; an operation of one's own is a step.

interface Times {
  readonly start: Date;
  readonly later: Date;
}

test("random numbers, ids, times and a value of one's own are the same after every crash", async () => {
  const { output, bodies } = await crashedEverywhere({
    input: undefined,
    workflows: (note) => [
      workflow("deterministic operations", async (wf) => {
        const random = wf.random();
        const id = wf.uuid();
        const start = wf.now();
        const later = wf.now();
        const number = await wf.step("sequence", (s) => {
          note("sequence");
          return 1_000 + Math.floor(s.random() * 9_000);
        });
        return { random, id, start, later, number, again: wf.random(), other: wf.uuid() };
      }),
    ],
  });
  const seen = output as Record<"random" | "again" | "number", number> & Record<"id" | "other", string> & Times;
  expect(seen.number).toBeGreaterThanOrEqual(1_000);
  expect(seen.random).toBeGreaterThanOrEqual(0);
  expect(seen.random).toBeLessThan(1);
  expect(seen.again).not.toBe(seen.random);
  expect(seen.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(seen.other).not.toBe(seen.id);
  expect(seen.later.getTime()).toBeGreaterThan(seen.start.getTime());
  expect(bodies).toEqual(["sequence"]);
});

test("what only the outside knows is asked for once, and is then always that", async () => {
  let counter = 1_000;
  const flow = workflow("flow", async (wf) => {
    const number = await wf.step("sequence", () => ++counter);
    await wf.receive("go on");
    return number;
  });
  const store = memory();
  {
    await using before = await Stepwell.open({ store, workflows: [flow] });
    const run = await before.start(flow, undefined, { id: "r" });
    for await (const event of run.watch()) if (event.type === "state" && event.status === "waiting") break;
  }
  await using after = await Stepwell.open({ store, workflows: [flow] });
  await after.handle("r").signal("go on");
  expect(await after.handle("r").result()).toBe(1_001);
  expect(counter).toBe(1_001);
});
