import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Stepwell } from "./engine.ts";

// What workflow code prints is shown after its commit, and at most once.

let printed: string[] = [];
beforeEach(() => {
  printed = [];
  vi.spyOn(console, "log").mockImplementation((...args: unknown[]) => void printed.push(args.at(-1) as string));
});
afterEach(() => vi.restoreAllMocks());

it("shows what the code prints in order, once, also when a retry replays it", async () => {
  let fails = true;
  const flow = workflow("flow", async (wf) => {
    console.log("begins");
    const { n } = await wf.step("a", () => ({ n: 1 }));
    console.log("a gave %d", n);
    await wf.step(
      "b",
      () => {
        if (fails) throw new RangeError("once");
      },
      { retry: false },
    );
    console.log("done");
  });
  const engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  const handle = await engine.start(flow);
  await handle.result().catch(() => {});
  expect(printed).toEqual(["begins", "a gave 1"]);
  fails = false;
  await handle.retry();
  await handle.result();
  expect(printed).toEqual(["begins", "a gave 1", "done"]);
  await engine.close();
});

it("shows the values as they were when they were printed", async () => {
  const flow = workflow("flow", async (wf) => {
    const basket = ["tea"];
    await wf.step("a", () => 1);
    console.log(basket);
    basket.push("cup");
    await wf.step("b", () => 1);
  });
  const engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  await engine.execute(flow);
  expect(printed).toEqual(["[ 'tea' ]"]);
  await engine.close();
});

it("leaves bodies and code outside of runs alone", async () => {
  const flow = workflow("flow", (wf) => wf.step("a", () => console.log("in a body", 1)));
  const engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  await engine.execute(flow);
  console.log("outside", 2);
  expect(printed).toEqual([1, 2]);
  await engine.close();
});
