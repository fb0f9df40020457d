import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import type { StartOptions } from "./start-options.ts";

const add = workflow("add", (wf, input: { a: number; b: number }) => wf.step("sum", () => input.a + input.b));

describe("starting an id again", () => {
  const input = { a: 1, b: 2 };

  it("invariant 2: is idempotent, also concurrently and with keys in another order", async () => {
    let executed = 0;
    const count = workflow("count", (wf, _: object) => wf.step("s", () => turns(3).then(() => ++executed)));
    const engine = await openEngine({ workflows: [count] });
    const inputs = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? { a: 1, b: 2 } : { b: 2, a: 1 }));
    const handles = await Promise.all(inputs.map((each) => engine.start(count, each, { id: "r" })));
    expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual(inputs.map(() => 1));
    expect(await (await engine.start(count, input, { id: "r" })).result()).toBe(1);
    expect([executed, await engine.count()]).toEqual([1, 1]);
  });

  it.each<[string, StartOptions, { a: number; b: number }, RegExp]>([
    ["another input", { id: "r" }, { a: 1, b: 3 }, /with another input/],
    ["reject", { id: "r", onExisting: "reject" }, input, /onExisting: reject/],
    [
      "another input, restart-if-failed",
      { id: "r", onExisting: "restart-if-failed" },
      { a: 9, b: 9 },
      /with another input/,
    ],
  ])("with %s: run-exists", async (_, options, other, difference) => {
    const engine = await openEngine({ workflows: [add] });
    await engine.execute(add, input, { id: "r" });
    await expect(engine.start(add, other, options)).rejects.toMatchObject({
      code: "run-exists",
      message: expect.stringMatching(difference),
      hint: expect.stringContaining("another id"),
    });
    expect((await engine.handle("r").status()).generation).toBe(1);
  });

  it("of another workflow: run-exists, naming it", async () => {
    const other = workflow("other", (_, __: { a: number; b: number }) => 1);
    const engine = await openEngine({ workflows: [add, other] });
    await engine.execute(add, input, { id: "r" });
    for (const onExisting of ["return", "restart", "restart-if-failed", "reject"] as const)
      await expect(engine.start(other, input, { id: "r", onExisting })).rejects.toMatchObject({
        code: "run-exists",
        message: expect.stringContaining('is one of workflow "add"'),
      });
  });

  it("restart begins the next generation of a finished run, with the new input; of an unfinished one it is refused", async () => {
    const release = Promise.withResolvers<void>();
    const slow = workflow("slow", (wf, n: number) => wf.step("s", () => release.promise.then(() => n)));
    const engine = await openEngine({ workflows: [slow] });
    const first = await engine.start(slow, 1, { id: "r" });
    await expect(engine.start(slow, 2, { id: "r", onExisting: "restart" })).rejects.toMatchObject({
      code: "run-exists",
      message: expect.stringMatching(/still running/),
    });
    release.resolve();
    await first.result();
    const second = await engine.start(slow, 2, { id: "r", onExisting: "restart" });
    expect(await second.result()).toBe(2);
    expect(await second.status()).toMatchObject({ generation: 2, input: 2 });
    expect(await second.journal()).toHaveLength(1);
  });

  it("restart-if-failed restarts what did not end well, and returns what did", async () => {
    let executed = 0;
    const flaky = workflow("flaky", () => {
      if (++executed === 1) throw new RangeError("first");
      return executed;
    });
    const engine = await openEngine({ workflows: [flaky] });
    const options = { id: "r", onExisting: "restart-if-failed" } as const;
    await expect(engine.execute(flaky, undefined, options)).rejects.toMatchObject({ code: "run-failed" });
    expect(await engine.execute(flaky, undefined, options)).toBe(2);
    expect(await engine.execute(flaky, undefined, options)).toBe(2);
    expect(executed).toBe(2);
  });
});

describe("startMany", () => {
  it("answers each item by itself: a bad one leaves the others be", async () => {
    const engine = await openEngine({ workflows: [add] });
    const items = [
      { id: "a", input: { a: 1, b: 1 } },
      { id: "bad/\n", input: { a: 1, b: 1 } },
      { id: "b", input: { a: 2, b: (() => 1) as unknown as number } },
      { id: "a", input: { a: 7, b: 7 } },
      { id: "c", input: { a: 3, b: 3 }, tags: ["x"] },
    ];
    const results = await engine.startMany(add, items);
    expect(results.map(({ error }) => (error as { code: string } | undefined)?.code)).toEqual([
      undefined,
      "invalid-name",
      "unserialisable-value",
      "run-exists",
      undefined,
    ]);
    expect(await Promise.all([results[0], results[4]].map((result) => result?.handle?.result()))).toEqual([2, 6]);
    expect((await engine.list({ tag: "x" })).items.map(({ id }) => id)).toEqual(["c"]);
  });

  it("of many runs, all complete", async () => {
    const engine = await openEngine({ workflows: [add] });
    const results = await engine.startMany(
      add,
      Array.from({ length: 2_500 }, (_, n) => ({ id: `r${n}`, input: { a: n, b: 1 } })),
    );
    await until("all are done", async () => (await engine.count({ status: "completed" })) === 2_500);
    expect(await results[1_234]?.handle?.result()).toBe(1_235);
  });
});

describe("a start that makes no sense", () => {
  it.each<[string, StartOptions & Record<string, unknown>, string]>([
    ["unknown option", { dealy: 5 }, "invalid-option"],
    ["delay and at", { delay: 5, at: new Date(5) }, "invalid-option"],
    ["no instant", { at: new Date(Number.NaN) }, "invalid-option"],
    ["negative delay", { delay: -1 }, "invalid-duration"],
    ["half a priority", { priority: 0.5 }, "invalid-option"],
    ["tags of numbers", { tags: [5] as never }, "invalid-name"],
    ["onExisting", { onExisting: "replace" as never }, "invalid-option"],
    ["an empty id", { id: "" }, "invalid-name"],
    ["an id that the command line reads otherwise", { id: "@last" }, "invalid-name"],
    ["timeout of nothing", { timeout: "soon" }, "invalid-duration"],
  ])("%s is refused, and nothing is there", async (_, options, code) => {
    const engine = await openEngine({ workflows: [add] });
    await expect(engine.start(add, { a: 1, b: 1 }, options)).rejects.toMatchObject({ code, hint: expect.any(String) });
    expect(await engine.count()).toBe(0);
  });

  it("a workflow that is not registered, or none at all", async () => {
    const engine = await openEngine({ workflows: [add] });
    await expect(engine.start("unknown")).rejects.toMatchObject({
      code: "unknown-workflow",
      message: expect.stringContaining("add"),
    });
    await expect(engine.start(workflow("unregistered", () => 1))).rejects.toMatchObject({ code: "unknown-workflow" });
    await expect(engine.start({} as never)).rejects.toMatchObject({ code: "invalid-option" });
  });

  it("names that two workflows share name both places", async () => {
    const other = workflow("add", () => 1);
    await expect(openEngine({ workflows: [add, other] })).rejects.toMatchObject({
      code: "duplicate-name",
      message: expect.stringMatching(/start\.test\.ts:\d+, another from .*start\.test\.ts:\d+/),
    });
  });
});
