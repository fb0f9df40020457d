import { current, memory, Stepwell, task, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { crashedEverywhere } from "./crashed-everywhere.ts";

// "Creating New Workflow Boundaries": a workflow that is called is a run of its own, a task never is.

interface Identity {
  readonly id: string;
  readonly parent: string | undefined;
  readonly root: string;
}

test("a called workflow has an identity and values of its own, through every crash", async () => {
  const { output, bodies } = await crashedEverywhere({
    input: { item: "tea" },
    workflows: (note) => {
      const independent = workflow("independent", async (wf, data: { item: string }) => {
        await wf.step("work", () => note(`work on ${data.item}`));
        const { id, parent, root } = wf;
        return { identity: { id, parent, root } satisfies Identity, unique: wf.random(), at: wf.now(), data };
      });
      const caller = workflow("caller", async (wf, data: { item: string }) => {
        const unique = wf.random();
        const child = await wf.call(independent, data);
        const { id, parent, root } = wf;
        // A child that a crash kept from being started gets other chances than it would have had.
        const ownValues = child.unique !== unique;
        return { own: { id, parent, root } satisfies Identity, child: child.identity, data: child.data, ownValues };
      });
      return [caller, independent];
    },
  });
  expect(output).toEqual({
    own: { id: "r", parent: undefined, root: "r" },
    child: { id: "r~independent", parent: "r", root: "r" },
    data: { item: "tea" },
    ownValues: true,
  });
  expect(bodies).toEqual(["work on tea"]);
});

test("a task inherits the run that calls it: its identity, its data, its place in the journal", async () => {
  const remember = task("remember", (name: string, t) => {
    t.set("name", name);
    return { key: t.key, greeting: t.get("greeting"), inWorkflowCode: current() !== undefined };
  });
  const flow = workflow("flow", async (wf) => {
    wf.set("greeting", "hello");
    const seen = await remember("Ada");
    return { ...seen, name: wf.get("name") };
  });
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  const run = await engine.start(flow, undefined, { id: "r" });
  const { key, ...rest } = await run.result();
  expect(rest).toEqual({ greeting: "hello", inWorkflowCode: false, name: "Ada" });
  expect(key).toMatch(/^r\b/);
  expect((await engine.list({})).items.map(({ id }) => id)).toEqual(["r"]);
  expect((await run.journal()).map(({ op }) => op)).toContain("remember");
});
