import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { ChildRunFailed } from "../model/run-errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passTime } from "../testing/virtual-time.ts";

const double = workflow("double", (wf, n: number) => wf.step("double", () => n * 2));
const failing = workflow("failing", () => {
  throw new RangeError("no good");
});
const endless = workflow("endless", (wf) => wf.receive("never"));

describe("wf.call", () => {
  it("makes a run of its own, under parent~name, parent~name~2, and gives its output", async () => {
    const parent = workflow("parent", async (wf) => [await wf.call(double, 1), await wf.call(double, 2)]);
    const engine = await openEngine({ workflows: [parent, double] });
    expect(await engine.execute(parent, undefined, { id: "p" })).toEqual([2, 4]);
    const { items } = await engine.list({ parent: "p" });
    expect(items.map(({ id, root, status }) => [id, root, status]).sort()).toEqual([
      ["p~double", "p", "completed"],
      ["p~double~2", "p", "completed"],
    ]);
    const journal = await engine.handle("p").journal();
    expect(journal.map(({ kind, op, value }) => [kind, op, value])).toEqual([
      ["child-started", "call~double", "p~double"],
      ["child", "call~double", [true, 2]],
      ["child-started", "call~double#2", "p~double~2"],
      ["child", "call~double#2", [true, 4]],
    ]);
  });

  it("fails with ChildRunFailed, cause kept", async () => {
    const parent = workflow("parent", (wf) => wf.call(failing, undefined));
    const engine = await openEngine({ workflows: [parent, failing] });
    const error = await engine.execute(parent, undefined, { id: "p" }).catch((thrown: Error) => thrown.cause);
    expect(error).toBeInstanceOf(ChildRunFailed);
    expect(error).toMatchObject({ child: "p~failing", status: "failed", cause: { message: "no good" } });
  });

  it("an existing id with the same workflow and input attaches", async () => {
    const parent = workflow("parent", (wf) => wf.call(double, 3, { id: "shared" }));
    const engine = await openEngine({ workflows: [parent, double] });
    await engine.execute(double, 3, { id: "shared" });
    expect(await engine.execute(parent)).toBe(6);
    expect(await engine.execute(parent)).toBe(6);
  });

  it("an id that is taken for another input is a typed error", async () => {
    const parent = workflow("parent", (wf) => wf.call(double, 3, { id: "shared" }));
    const engine = await openEngine({ workflows: [parent, double] });
    await engine.execute(double, 4, { id: "shared" });
    await expect(engine.execute(parent)).rejects.toMatchObject({ cause: { code: "run-exists" } });
  });

  it("refuses what is no workflow, and unknown options", async () => {
    const parent = workflow("parent", (wf, options: object) => wf.call(double, 3, options));
    const wrong = workflow("wrong", (wf) => wf.call({} as typeof double, 3));
    const engine = await openEngine({ workflows: [parent, wrong, double] });
    await expect(engine.execute(parent, { nam: "x" })).rejects.toMatchObject({ cause: { code: "invalid-option" } });
    await expect(engine.execute(wrong)).rejects.toMatchObject({ cause: { code: "invalid-option" } });
  });

  it("a child of a child knows its root; ids that grow too long end with a digest", async () => {
    const nested = workflow("a-name-that-is-rather-long", async (wf, depth: number): Promise<unknown> => {
      if (depth === 0) return [wf.root, wf.id.length <= 255, wf.parent !== undefined];
      return await wf.call(nested, depth - 1);
    });
    const engine = await openEngine({ workflows: [nested] });
    expect(await engine.execute(nested, 12, { id: "top" })).toEqual(["top", true, true]);
  });
});

describe("a parent that ends", () => {
  it("completes, and leaves started children running", async () => {
    const parent = workflow("parent", async (wf) => (await wf.start(endless, undefined)).id);
    const engine = await openEngine({ workflows: [parent, endless] });
    const child = engine.handle(await engine.execute(parent));
    await until("it waits", async () => (await child.status()).status === "waiting");
    await child.signal("never", 1);
    expect(await child.result()).toBe(1);
  });

  it.each(["cancelled", "failed", "timed out", "killed"])(
    "%s, and cancels them, but for those detached",
    async (how) => {
      const host = virtualHost();
      const parent = workflow({ name: "parent", timeout: "1 h" }, async (wf) => {
        await wf.start(endless, undefined);
        await wf.start(endless, undefined, { id: "free", detached: true });
        if (how === "failed") throw new RangeError("x");
        await wf.sleep("2 h");
      });
      const engine = await openEngine({ workflows: [parent, endless], host });
      const handle = await engine.start(parent, undefined, { id: "p" });
      const waits = async () => (await engine.count({ status: "waiting" })) >= (how === "failed" ? 1 : 3);
      if (how !== "timed out") await passTime(host, until("all wait", waits));
      if (how === "cancelled") await passTime(host, handle.cancel("enough"));
      if (how === "killed") await passTime(host, handle.kill("enough"));
      await passTime(host, handle.result()).catch(() => {});
      const child = engine.handle("p~endless");
      await expect(passTime(host, child.result())).rejects.toMatchObject({ code: "run-cancelled" });
      expect((await engine.handle("free").status()).status).toBe("waiting");
    },
  );

  it("cancels a called child at once when it does not wait for it any more", async () => {
    const there = Promise.withResolvers<void>();
    const parent = workflow("parent", async (wf) => {
      await wf.race({ child: wf.call(endless, undefined), done: wf.step("done", () => there.promise) });
      return await wf.receive("end");
    });
    const engine = await openEngine({ workflows: [parent, endless] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await until("it was started", async () => (await engine.count({ parent: "p" })) === 1);
    there.resolve();
    await expect(engine.handle("p~endless").result()).rejects.toMatchObject({ code: "run-cancelled" });
    await handle.signal("end", 1);
    expect(await handle.result()).toBe(1);
  });

  it("a child that is killed fails its parent's call", async () => {
    const parent = workflow("parent", (wf) =>
      wf.call(endless, undefined).catch((error: ChildRunFailed) => [error.status, error.message]),
    );
    const engine = await openEngine({ workflows: [parent, endless] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    const child = engine.handle("p~endless");
    await until("it is there", async () => (await child.status().catch(() => undefined))?.status === "waiting");
    await child.kill("out");
    expect(await handle.result()).toEqual(["cancelled", expect.stringContaining("killed: out")]);
  });
});

describe("wf.start", () => {
  it("gives a handle once the entry is durable; its result may be awaited later, signals may be sent", async () => {
    const parent = workflow("parent", async (wf) => {
      const child = await wf.start(endless, undefined, { name: "guest" });
      await child.signal("never", "hello");
      await wf.step("meanwhile", () => 1);
      return [child.id, await child.result(), await child.result()];
    });
    const engine = await openEngine({ workflows: [parent, endless] });
    expect(await engine.execute(parent, undefined, { id: "p" })).toEqual(["p~guest", "hello", "hello"]);
  });
});

describe("a workflow that only its callers know", () => {
  const hidden = workflow("hidden", (wf, n: number) => wf.step("s", () => n + 1));
  const parent = workflow("parent", async (wf) => [
    await wf.call(hidden, 1),
    await (await wf.start(hidden, 2)).result(),
  ]);

  it("is executed where its parents are, also by an engine that takes its own runs only", async () => {
    const engine = await openEngine({ workflows: [parent], worker: { runs: "own" } });
    expect(await engine.execute(parent)).toEqual([2, 3]);
  });

  it("and by the process that takes a parent over", async () => {
    const machine = new Machine(memory());
    const first = machine.process();
    const slow = workflow("slow", (wf, n: number) => wf.step("s", (s) => (s.fence === 1 ? new Promise(() => {}) : n)));
    const top = workflow("top", (wf) => wf.call(slow, 7));
    const engine = await openEngine({ ...first.parts, workflows: [top], worker: { runs: "own" } });
    await engine.start(top, undefined, { id: "t" });
    await until("the child executes", () => engine.executing === 1);
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [top], worker: { runs: "own" } });
    await next.handle("t").resume();
    expect(await next.handle("t").result()).toBe(7);
  });
});
