import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { encryption } from "../model/value/encryption.ts";
import { task } from "../operations/task.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

function flowOf(body: () => unknown, options: { readonly ttl?: "1 h" } = {}) {
  return workflow("flow", (wf, key: string) => wf.step("load", body, { cache: { key, ...options } }));
}

describe("cache: { key, ttl } of a step", () => {
  it("a body is executed once per key; who comes later gets its value, in an ordinary entry", async () => {
    let n = 0;
    const flow = flowOf(() => ({ n: ++n, when: new Date(7) }));
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow, "a")).toEqual({ n: 1, when: new Date(7) });
    const hit = await engine.start(flow, "a");
    expect(await hit.result()).toEqual({ n: 1, when: new Date(7) });
    expect(await engine.execute(flow, "b")).toMatchObject({ n: 2 });
    expect((await hit.journal()).map(({ kind, op, attempt }) => [kind, op, attempt])).toEqual([["step", "load", 1]]);
  });

  it("is shared by runs of all workflows, by the task's name and what it makes of its input", async () => {
    let n = 0;
    const rate = task("rate", { cache: { key: (input: { from: string; day: number }) => input.from } }, () => ++n);
    const one = workflow("one", (wf) => wf.run(rate, { from: "EUR", day: 1 }, { name: "first" }));
    const two = workflow("two", async (wf) => [
      await rate({ from: "EUR", day: 2 }),
      await rate({ from: "USD", day: 2 }),
      await wf.run(rate, { from: "EUR", day: 2 }, { cache: { key: ({ day }) => `${day}` } }),
    ]);
    const engine = await openEngine({ workflows: [one, two] });
    expect(await engine.execute(one)).toBe(1);
    expect(await engine.execute(two)).toEqual([1, 2, 3]);
  });

  it("a value that has expired is computed anew", async () => {
    const host = virtualHost();
    let n = 0;
    const flow = flowOf(() => ++n, { ttl: "1 h" });
    const engine = await openEngine({ workflows: [flow], host });
    const execute = () => passTime(host, engine.execute(flow, "a"));
    expect([await execute(), await execute()]).toEqual([1, 1]);
    await passMs(host, 3_599_000);
    expect(await execute()).toBe(1);
    await passMs(host, 1_001);
    expect([await execute(), await execute()]).toEqual([2, 2]);
  });

  it("two steps of one run wait for each other as those of two runs do", async () => {
    let n = 0;
    const twice = workflow("twice", (wf) =>
      Promise.all([1, 2].map(() => wf.step("load", async () => ++n, { cache: { key: () => "a" } }))),
    );
    const engine = await openEngine({ workflows: [twice] });
    expect(await engine.execute(twice)).toEqual([1, 1]);
  });

  it("keeps no value of a body that sets data, and none over 1 MiB", async () => {
    let n = 0;
    const sets = workflow("sets", async (wf) => {
      await wf.step("load", (s) => s.set("n", ++n), { cache: { key: "a" } });
      return wf.get("n");
    });
    const large = workflow("large", (wf) =>
      wf.step("large", () => `${++n} ${"x".repeat(1_100_000)}`, { cache: { key: "a" } }),
    );
    const engine = await openEngine({ workflows: [sets, large], defaults: { valueBytes: 8_000_000 } });
    expect([await engine.execute(sets), await engine.execute(sets)]).toEqual([1, 2]);
    const texts = [await engine.execute(large), await engine.execute(large)];
    expect(texts.map((text) => text.slice(0, 2))).toEqual(["3 ", "4 "]);
  });

  it("a value under a key that is gone is computed anew", async () => {
    const store = memory();
    let n = 0;
    const flow = flowOf(() => ++n);
    const codecOf = (name: string) =>
      encryption({ keys: { [name]: new Uint8Array(32).fill(name.charCodeAt(0)) }, current: name });
    const before = await openEngine({ store, workflows: [flow], codec: codecOf("a") });
    expect(await before.execute(flow, "k")).toBe(1);
    await before.close();
    const after = await openEngine({ store, workflows: [flow], codec: codecOf("b") });
    expect([await after.execute(flow, "k"), await after.execute(flow, "k")]).toEqual([2, 2]);
  });

  it.each([
    [{ key: 7 }, "invalid-option"],
    [{ key: () => 7 }, "invalid-option"],
    ["a", "invalid-option"],
    [{ key: "a", ttl: 0 }, "invalid-duration"],
    [{ key: "a", tll: 1 }, "invalid-option"],
  ])("refuses %j", async (cache, code) => {
    const flow = workflow("flow", async (wf) => {
      const thrown = await Promise.resolve()
        .then(() => wf.step("load", () => 1, { cache: cache as never }))
        .catch((error: { code: string }) => error.code);
      return thrown;
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toBe(code);
  });

  it("is not for what undoes something", async () => {
    const flow = workflow("flow", async (wf) => {
      wf.compensate("undo", () => 1, { cache: { key: "a" } });
    });
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause: { code: "invalid-option" } });
  });
});
