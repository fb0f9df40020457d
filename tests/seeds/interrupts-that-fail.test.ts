import { memory, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { eventually } from "../crash/processes.ts";

// Backlog 2: pausing raises an undefined exception, and resuming does not work.
test("pausing and resuming cannot fail or change what a run gives, however often", async () => {
  const seen: string[] = [];
  const flow = workflow("flow", async (wf) => {
    for (let n = 0; n < 20; n++) await wf.step(`s${n}`, () => void seen.push(`s${n}`));
    return seen.length;
  });
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  const handle = await engine.start(flow);
  for (let n = 0; n < 10; n++) {
    await handle.pause();
    const status = (await handle.status()).status;
    expect(["paused", "completed"]).toContain(status);
    expect(engine.executing).toBe(0);
    await handle.resume();
    await eventually("it has gone on", async () => (await handle.status()).status !== "paused");
  }
  expect(await handle.result()).toBe(20);
  expect(new Set(seen).size).toBe(20);
  expect((await handle.journal()).length).toBe(20);
});
