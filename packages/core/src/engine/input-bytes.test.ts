import { expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

const flow = workflow("flow", (_, input: string) => input.length);
const large = "x".repeat(2 * 1024 * 1024);

it("a start may say that its input is larger than values are, and so may the restart of its run", async () => {
  const engine = await openEngine({ workflows: [flow] });
  await expect(engine.start(flow, large, { id: "r" })).rejects.toMatchObject({ code: "value-too-large" });
  const inputBytes = 3 * 1024 * 1024;
  expect(await (await engine.start(flow, large, { id: "r", inputBytes })).result()).toBe(large.length);
  const again = await engine.start(flow, `${large}y`, { id: "r", inputBytes, onExisting: "restart" });
  expect(await again.result()).toBe(large.length + 1);
  await expect(engine.start(flow, large, { inputBytes: 1024 * 1024 })).rejects.toMatchObject({
    facts: { limitBytes: 1024 * 1024 },
  });
});

it.each([0, -1, 1.5, Number.NaN, 64 * 1024 * 1024 + 1])("refuses %s", async (inputBytes) => {
  const engine = await openEngine({ workflows: [flow] });
  await expect(engine.start(flow, "x", { inputBytes })).rejects.toMatchObject({
    code: "invalid-option",
    facts: { option: "inputBytes" },
  });
});
