import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

// Invariant 34: a run is kept as long as another one, of whatever parent, may still ask how it ended.

const child = workflow("child", () => "of the child");

async function begun() {
  const host = virtualHost();
  const world = { broken: false };
  const asks = workflow("asks", async (wf) => {
    const started = await wf.start(child, undefined, { id: "child" });
    await wf.sleep("20 s");
    await wf.step("works", () => (world.broken ? Promise.reject(new RangeError("no")) : 1), { retry: false });
    await wf.sleep("20 s");
    return await started.result();
  });
  const last = workflow("last", (wf) => wf.receive("never"));
  const retention = { completed: false, failed: false } as const;
  const engine = await openEngine({ store: memory(), host, retention, workflows: [asks, child, last] });
  const find = async () => (await engine.list({ workflow: "child" })).items.map(({ id }) => id);
  const gc = () => passTime(host, engine.gc({ olderThan: 0, workflow: "child" }));
  /** Keys are never given twice, so the run that was made last always stays. */
  const newest = () => engine.start(last, undefined);
  const keptUntilTold = async (asker: { result(): Promise<unknown> }) => {
    await gc();
    expect(await find()).toEqual(["child"]);
    expect(await passTime(host, asker.result())).toBe("of the child");
    await passMs(host, 2_000);
    await gc();
    expect(await find()).toEqual([]);
  };
  return { host, engine, world, asks, newest, keptUntilTold };
}

it.each([
  ["it was there", false],
  ["it was there, and the other one was retried since", true],
])("a run that another one has found where %s", async (_, retried) => {
  const { host, engine, world, asks, newest, keptUntilTold } = await begun();
  await passTime(host, engine.execute(child, undefined, { id: "child" }));
  const run = await engine.start(asks, undefined, { id: "a" });
  await newest();
  await passMs(host, 19_000);
  world.broken = retried;
  await passMs(host, 2_000);
  world.broken = false;
  if (retried) await run.retry();
  await keptUntilTold(run);
});

it("a run that the other one has started of which a fork goes on", async () => {
  const { host, engine, asks, newest, keptUntilTold } = await begun();
  const run = await engine.start(asks, undefined, { id: "a" });
  await passMs(host, 1_000);
  const fork = await run.fork({ id: "f" });
  await newest();
  await run.kill();
  await passMs(host, 2_000);
  await keptUntilTold(fork);
});
