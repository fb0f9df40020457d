import { memory, type Schema, Stepwell, workflow } from "@stepwell/core";
import { expect, test } from "vitest";

// Backlog 11: inputs and states that nobody checks.
const positive: Schema<number> = {
  "~standard": {
    version: 1,
    vendor: "test",
    validate: (value: unknown) =>
      typeof value === "number" && value > 0 ? { value } : { issues: [{ message: "must be positive" }] },
  },
};

test("a run cannot begin with an input, nor end with an output, that does not fit its schema", async () => {
  let ran = 0;
  const flow = workflow({ name: "flow", input: positive, output: positive }, (_, n) => {
    ran++;
    return n - 5;
  });
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  await expect(engine.start(flow, -1)).rejects.toMatchObject({
    code: "schema-mismatch",
    message: expect.stringContaining("must be positive"),
  });
  expect([ran, await engine.count()]).toEqual([0, 0]);
  expect(await engine.execute(flow, 6)).toBe(1);
  await expect(engine.execute(flow, 3)).rejects.toMatchObject({ cause: { code: "schema-mismatch" } });
});

test("a run cannot be asked for what its state does not allow", async () => {
  const flow = workflow("flow", () => 1);
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow] });
  const handle = await engine.start(flow);
  await handle.result();
  await expect(handle.retry()).rejects.toMatchObject({
    code: "illegal-transition",
    message: "a run that is completed cannot be retried",
    hint: expect.stringContaining("completed"),
  });
});
