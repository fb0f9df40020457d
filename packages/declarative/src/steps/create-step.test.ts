import { memory, Stepwell, type Task, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { createStep } from "./create-step.ts";

async function through(steps: readonly Task<unknown, unknown>[], data: unknown): Promise<unknown> {
  const flow = workflow("flow", async (wf, given: unknown) => {
    let passed = given;
    for (const step of steps) passed = await wf.run(step, passed);
    return passed;
  });
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow], tasks: [...steps] });
  return await engine.execute(flow, data);
}

test("steps process, validate and transform data, and let it pass where they say nothing", async () => {
  const plain = [createStep("step1", "process"), createStep("step2", "validate"), createStep("step3", "transform")];
  expect(await through(plain, { rows: 3 })).toEqual({ rows: 3 });
  const own = [
    createStep("double", "process", { run: (data) => (data as number[]).map((n) => n * 2) }),
    createStep("few", "validate", { schema: { type: "array", maxItems: 3 } }),
    createStep("positive", "validate", { run: (data) => (data as number[]).every((n) => n > 0) }),
    createStep("sum", "transform", { expression: "$sum($)" }),
  ];
  expect(await through(own, [1, 2, 3])).toBe(12);
  const named = { cause: { cause: { message: expect.stringMatching(/"few".*3 items/) } } };
  await expect(through(own, [1, 2, 3, 4])).rejects.toMatchObject(named);
  await expect(through(own, [1, -2])).rejects.toMatchObject({
    cause: { attempts: 1, cause: { message: expect.stringMatching(/"positive".*refused/) } },
  });
  await expect(through(plain, null)).rejects.toMatchObject({ cause: { attempts: 1 } });
});

test("two of one name share nothing", async () => {
  const [one, other] = [1, 2].map((n) => createStep("same", "process", { run: () => n }));
  expect([
    await through([one as Task<unknown, unknown>], 0),
    await through([other as Task<unknown, unknown>], 0),
  ]).toEqual([1, 2]);
});

test("what makes no step is refused", () => {
  const bad: [() => unknown, object][] = [
    [() => createStep("s", "proces" as never), { code: "step-invalid" }],
    [() => createStep("s", "process", { schema: {} }), { code: "step-invalid" }],
    [() => createStep("s", "validate", { expression: "a" }), { code: "step-invalid" }],
    [() => createStep("s", "transform", { expression: "a", run: () => 1 }), { code: "step-invalid" }],
    [() => createStep("s", "process", { run: 5 as never }), { code: "step-invalid" }],
    [() => createStep("a/b", "process"), { code: "invalid-name" }],
    [() => createStep("s", "process", { retries: 3 } as never), { code: "invalid-option" }],
  ];
  for (const [call, error] of bad) expect(call).toThrow(expect.objectContaining(error));
});
