import { describe, expect, it } from "vitest";
import { task } from "../../operations/task.ts";
import { workflow } from "../../operations/workflow.ts";
import { approved, charge, order } from "./order.fixture.ts";
import { testKit } from "./test-kit.ts";

const day = 86_400_000;

describe("mocks", () => {
  it("take the place of tasks and are told what they were given", async () => {
    await using kit = testKit({ workflows: [order] });
    const charged = kit.mock(charge, async (amount, t) => `paid ${amount} ${t.key.split("/")[1]}`);
    kit.signalAfter("2 days", approved, { by: "ann" });
    expect(await kit.run(order, 10, { id: "o1" })).toEqual({ payment: "paid 10 charge", by: "ann" });
    expect(charged.calls).toEqual([{ input: 10, run: "o1", step: "charge", attempt: 1 }]);
    expect(kit.now.toISOString()).toMatch(/^2026-01-03T00:00:00/);
    kit.verify();
  });

  it("take the place of a task that is called directly, in code and in bodies, but not outside of runs", async () => {
    const both = workflow("both", async (wf) => [await charge(1), await wf.step("inner", () => charge(2))]);
    await using kit = testKit({ workflows: [both] });
    const charged = kit.mock(charge, (amount) => `mocked ${amount}`);
    expect(await kit.run(both)).toEqual(["mocked 1", "mocked 2"]);
    expect(charged.calls.map(({ step }) => step)).toEqual(["charge", "inner"]);
    await expect(charge(3)).rejects.toThrow("a real charge of 3");
  });

  it("take the place of steps by name or key, of compensations, of children", async () => {
    const child = workflow("child", () => "real");
    const flow = workflow("flow", async (wf) => {
      wf.compensate("undo", () => "real");
      const seen = await wf.map(["a", "b"], (item) => wf.step("label", () => item));
      throw new RangeError(`${seen} ${await wf.call(child, undefined)}`);
    });
    await using kit = testKit({ workflows: [flow] });
    const undone = kit.mockStep("undo", () => "undone");
    kit.mockStep("label", () => "any");
    kit.mockStep("map[1]/label", () => "second");
    kit.mock(child, (_, wf) => `child of ${wf.parent}`);
    await expect(kit.run(flow, undefined, { id: "f" })).rejects.toMatchObject({
      cause: { message: "any,second child of f" },
    });
    expect(undone.calls).toMatchObject([{ step: "compensate/undo" }]);
    expect(kit.unused()).toEqual([]);
  });

  it("keep the schemas of what they stand for", async () => {
    const checked = task(
      "checked",
      {
        output: {
          "~standard": {
            version: 1,
            vendor: "test",
            validate: (value: unknown) =>
              typeof value === "string" ? { value } : { issues: [{ message: "no string" }] },
          },
        },
      },
      (): string => "real",
    );
    await using kit = testKit({ tasks: [checked] });
    kit.mock(checked, () => 7 as unknown as string);
    await expect(kit.run(checked)).rejects.toMatchObject({ cause: { cause: { code: "schema-mismatch" } } });
  });

  it("execute tasks of threads and processes in place", async () => {
    const isolated = task("isolated", { isolation: "process" }, (n: number) => n * 2);
    await using kit = testKit({ tasks: [isolated] });
    expect(await kit.run(isolated, 4)).toBe(8);
  });

  it("that are never called are reported", async () => {
    await using kit = testKit({ workflows: [order] });
    kit.mock(charge, () => "paid");
    kit.mockStep("chrage", () => "paid");
    kit.failAttempts("pay", 1);
    kit.signalAfter("9 days", approved, { by: "ann" });
    await kit.run(order, 1);
    expect(() => kit.verify()).toThrow(expect.objectContaining({ code: "unused-mock" }));
    expect(kit.unused()).toEqual([
      'the mock of step "chrage" was never called',
      'step "pay", which was to fail, was never executed',
      'signal "approved" was never wanted',
    ]);
  });

  it("of what is neither is refused", () => {
    const kit = testKit();
    expect(() => kit.mock({} as never, () => 1)).toThrow(expect.objectContaining({ code: "invalid-option" }));
    expect(() => kit.mockStep("a", 1 as never)).toThrow(/must be a function/);
    expect(() => kit.failAttempts("a", 0)).toThrow(/whole number from 1/);
  });
});

describe("attempts that fail", () => {
  it("come first; the waits between them are skipped", async () => {
    await using kit = testKit({ workflows: [order] });
    const charged = kit.mock(charge, () => "paid");
    kit.failAttempts(charge, 2, new RangeError("busy"));
    const began = kit.now.getTime();
    const run = await kit.start(order, 5);
    kit.signalAfter("1 day", approved, { by: "bob" });
    expect(await kit.result(run)).toEqual({ payment: "paid", by: "bob" });
    expect(charged.calls).toMatchObject([{ attempt: 3 }]);
    expect((await run.journal()).filter(({ kind }) => kind === "attempt")).toMatchObject([
      { value: { error: { message: "busy" } } },
      { value: { error: { message: "busy" } } },
    ]);
    expect(kit.now.getTime() - began).toBeGreaterThanOrEqual(day);
  });

  it("say that the test wanted it where it gives no error", async () => {
    await using kit = testKit({ workflows: [order] });
    kit.failAttempts("charge", 3);
    await expect(kit.run(order, 5)).rejects.toMatchObject({ cause: { cause: { code: "mock-failed" } } });
  });
});
