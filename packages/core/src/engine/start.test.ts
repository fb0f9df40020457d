import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";
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
    ["another input, restart-if-failed", { id: "r", onExisting: "restart-if-failed" }, { a: 9, b: 9 }, /with another input/],
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

describe("when a run begins", () => {
  it("delay and at hold it back until then, also over a restart of the engine", async () => {
    const host = virtualHost();
    const store = memory();
    const begun: [string, number][] = [];
    const note = workflow("note", (_, name: string) => void begun.push([name, host.now()]));
    const since = host.now();
    const engine = await openEngine({ store, workflows: [note], host });
    await engine.start(note, "delayed", { delay: "10 s" });
    await engine.start(note, "at", { at: new Date(since + 5_000) });
    await engine.start(note, "past", { at: new Date(since - 5_000) });
    const late = await engine.start(note, "late", { delay: "1 h" });
    expect(await late.why()).toBe("starts in 1h 00m");
    await passMs(host, 20_000);
    expect(begun.map(([name, at]) => [name, at - since])).toEqual([["past", 0], ["at", 5_000], ["delayed", 10_000]]);
    await passTime(host, engine.close());
    const next = await openEngine({ store, workflows: [note], host });
    await passTime(host, next.handle(late.id).result());
    expect(begun.at(-1)).toEqual(["late", since + 3_600_000]);
  });

  it("larger priorities are taken first, equal ones in the order of their start", async () => {
    const order: string[] = [];
    const store = memory();
    const note = workflow("note", (wf, name: string) => wf.step("s", () => void order.push(name)));
    const client = await openEngine({ store, worker: false });
    for (const [name, priority] of [["a", 0], ["b", 5], ["c", -1], ["d", 5], ["e", 0]] as const)
      await client.start(note, name, { id: name, priority });
    const engine = await openEngine({ store, workflows: [note], worker: { concurrency: 1 } });
    for (const id of ["a", "b", "c", "d", "e"]) await engine.handle(id).result();
    expect(order).toEqual(["b", "d", "a", "e", "c"]);
  });

  it("no more than `concurrency` runs execute at once; the others wait their turn", async () => {
    let now = 0;
    let most = 0;
    const busy = workflow("busy", (wf) =>
      wf.step("s", async () => {
        most = Math.max(most, ++now);
        await turns(3);
        now--;
      }),
    );
    const engine = await openEngine({ workflows: [busy], worker: { concurrency: 4 } });
    const handles = await Promise.all(Array.from({ length: 40 }, () => engine.start(busy)));
    await Promise.all(handles.map((handle) => handle.result()));
    expect([most, now]).toEqual([4, 0]);
  });

  it("only workers that serve its queue take it", async () => {
    const store = memory();
    const queued = workflow({ name: "queued", queue: "gpu" }, () => "done");
    const client = await openEngine({ store, worker: false });
    const handle = await client.start(queued);
    const cpu = await openEngine({ store, workflows: [queued], worker: { queues: ["default"] } });
    await turns(50);
    expect(await cpu.handle(handle.id).why()).toBe('waits for a worker that serves workflow "queued" on queue "gpu"');
    await openEngine({ store, workflows: [queued] });
    expect(await handle.result({ timeout: "5 s" })).toBe("done");
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
    const results = await engine.startMany(add, Array.from({ length: 2_500 }, (_, n) => ({ id: `r${n}`, input: { a: n, b: 1 } })));
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
    await expect(engine.start("unknown")).rejects.toMatchObject({ code: "unknown-workflow", message: expect.stringContaining("add") });
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
