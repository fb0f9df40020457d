import { expect, it } from "vitest";
import { openEngine } from "../testing/open-engine.ts";
import { current, type WorkflowContext } from "./context.ts";
import { workflow } from "./workflow.ts";

it("a call of the context works without its object, and is the same at each look", async () => {
  const flow = workflow("flow", async (wf) => {
    const { step, map, set, get, random } = wf;
    set("k", [random() < 1]);
    const doubled = await map([1, 2], (n) => step("double", () => 2 * n));
    return { doubled, k: get("k"), same: step === wf.step && current() === wf };
  });
  const engine = await openEngine({ workflows: [flow] });
  const handle = await engine.start(flow);
  expect(await handle.result()).toEqual({ doubled: [2, 4], k: [true], same: true });
});

it("each run has calls of its own", async () => {
  const met: WorkflowContext[] = [];
  const both = Promise.withResolvers<void>();
  const flow = workflow("flow", async (wf) => {
    met.push(wf);
    await wf.step("meet", () => (met.length === 2 ? both.resolve() : both.promise));
    wf.set("mine", wf.id);
    return wf.get("mine");
  });
  const engine = await openEngine({ workflows: [flow] });
  const handles = await Promise.all(["a", "b"].map((id) => engine.start(flow, undefined, { id })));
  expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual(["a", "b"]);
  const [first, second] = met;
  expect(first?.set).not.toBe(second?.set);
});
