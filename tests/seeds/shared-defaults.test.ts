import { memory, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";

// ConfigWorkflow 4: a mutable default is shared by all runs.
test("runs cannot share what they were not given: data, attributes, tags, input", async () => {
  const shared = { list: [] as number[] };
  const flow = workflow("flow", async (wf, input: { list: number[] }) => {
    const before = [wf.get("data"), input.list.length];
    input.list.push(wf.generation);
    const own = (wf.get("data", []) as number[]) ?? [];
    own.push(1);
    wf.set("data", own);
    wf.attributes({ own: wf.id });
    await wf.step("s", () => 1);
    return [...before, wf.get("data")];
  });
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  const handles = await Promise.all(["a", "b", "c"].map((id) => engine.start(flow, shared, { id })));
  for (const handle of handles) {
    expect(await handle.result()).toEqual([undefined, 0, [1]]);
    const status = await handle.status();
    expect([status.tags, status.attributes]).toEqual([[], { own: handle.id }]);
    (status.tags as string[]).push("leak");
    Object.assign(status.attributes, { leak: true });
  }
  expect(shared.list).toEqual([]);
  const fresh = await engine.start(flow, shared, { id: "d" });
  expect(await fresh.result()).toEqual([undefined, 0, [1]]);
  expect([(await fresh.status()).tags, (await handles[0]?.status())?.attributes]).toEqual([[], { own: "a" }]);
});
