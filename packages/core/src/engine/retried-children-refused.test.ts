import { expect, it } from "vitest";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { RunKey } from "../store/port.ts";
import { aroundStore } from "../testing/around-store.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// What keeps a child from being retried with its parent, and what that must not keep from going on.

it("a child whose journal cannot be read is what the code is told of", async () => {
  let broken: RunKey | undefined;
  const store = aroundStore(memory(), {
    journal: (next, run, ...page) => {
      if (run === broken) throw failure("store-damaged", { path: "here", problem: "an entry" });
      return next(run, ...page);
    },
  });
  const child = workflow("child", (wf) => wf.step("s", () => Promise.reject(new RangeError("no")), { retry: false }));
  const parent = workflow("parent", async (wf) => {
    await wf.step("first", () => 1);
    return await wf.call(child, undefined);
  });
  const engine = await openEngine({ workflows: [parent, child], store });
  const run = await engine.start(parent, undefined, { id: "p" });
  await expect(run.result()).rejects.toThrow("no");
  broken = (await (await look(store)).find("p~child"))?.key;
  await run.retry();
  await expect(run.result()).rejects.toMatchObject({ cause: { code: "store-damaged" } });
});

it("a run ends although the schema of what it calls does not answer", async () => {
  const input = { "~standard": { version: 1, vendor: "x", validate: () => new Promise<never>(() => {}) } } as const;
  const child = workflow({ name: "child", input }, () => 1);
  const parent = workflow("parent", async (wf) => {
    const called = () => wf.call(child, undefined as never);
    return (await wf.race({ called, limit: () => wf.sleep("100 ms") })).winner;
  });
  const engine = await openEngine({ workflows: [parent, child] });
  expect(await engine.execute(parent, undefined)).toBe("limit");
});

it("where one of those that a run has started cannot be retried, none is", async () => {
  const one = workflow("one", (wf) => wf.receive("go"));
  const undone = workflow("undone", async (wf) => {
    wf.compensate("undo", () => undefined);
    await wf.receive("go");
  });
  const parent = workflow("parent", async (wf) => {
    await wf.start(one, undefined);
    await wf.start(undone, undefined);
    await wf.receive("go");
  });
  const engine = await openEngine({ workflows: [parent, one, undone] });
  const run = await engine.start(parent, undefined, { id: "p" });
  await until("both wait", async () => (await engine.count({ status: "waiting" })) === 3);
  await run.cancel();
  await until("all are over", async () => (await engine.count({ status: "cancelled" })) === 3);
  await expect(run.retry()).rejects.toMatchObject({ code: "already-compensated", facts: { id: "p~undone" } });
  expect((await engine.list()).items.map(({ generation }) => generation)).toEqual([1, 1, 1]);
});
