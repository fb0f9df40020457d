import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

// A fork of a run with children waits for the same ones; it neither starts them twice nor takes them away.

const child = workflow("child", async (wf, n: number) => [n, await wf.receive("go")]);
const parent = workflow("parent", async (wf) => {
  const first = await wf.call(child, 1);
  return [first, await wf.call(child, 2)];
});

async function begun() {
  const host = virtualHost();
  const engine = await openEngine({ workflows: [parent, child], host });
  const run = await engine.start(parent, undefined, { id: "p" });
  await quiet(host);
  return { host, engine, run };
}

describe("a fork of a run with children", () => {
  it("waits for the child that the prefix has started, as the other one does", async () => {
    const { host, engine, run } = await begun();
    const fork = await run.fork({ id: "f" });
    await quiet(host);
    expect(await engine.count({ workflow: "child" })).toBe(1);
    await engine.handle("p~child").signal("go", "a");
    await quiet(host);
    // From here on each has its own.
    await engine.handle("p~child~2").signal("go", "b");
    await engine.handle("f~child~2").signal("go", "c");
    expect(await passTime(host, run.result())).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
    expect(await passTime(host, fork.result())).toEqual([
      [1, "a"],
      [2, "c"],
    ]);
    expect((await engine.handle("p~child").journal()).length).toBe(1);
  });

  it("is told at once how a child ended that the prefix has started", async () => {
    const { host, engine, run } = await begun();
    await engine.handle("p~child").signal("go", "a");
    await quiet(host);
    const fork = await run.fork({ at: 1, id: "f" });
    await quiet(host);
    await engine.handle("f~child~2").signal("go", "c");
    expect(await passTime(host, fork.result())).toEqual([
      [1, "a"],
      [2, "c"],
    ]);
  });

  it("that is cancelled, or is killed, leaves the other's child as it is", async () => {
    const { host, engine, run } = await begun();
    const [cancelled, killed] = [await run.fork(), await run.fork()];
    await quiet(host);
    await cancelled.cancel();
    await killed.kill();
    await passTime(
      host,
      cancelled.result().catch(() => {}),
    );
    expect((await engine.handle("p~child").status()).status).toBe("waiting");
    await engine.handle("p~child").signal("go", "a");
    await quiet(host);
    await engine.handle("p~child~2").signal("go", "b");
    expect(await passTime(host, run.result())).toEqual([
      [1, "a"],
      [2, "b"],
    ]);
  });

  it("before the call starts one of its own", async () => {
    const { host, engine, run } = await begun();
    await run.fork({ at: "call~child", id: "f" });
    await quiet(host);
    expect((await engine.list({ workflow: "child" })).items.map(({ id }) => id).sort()).toEqual(["f~child", "p~child"]);
  });

  it("keeps knowing its parent, whose end does not concern it", async () => {
    const { host, engine } = await begun();
    const fork = await engine.handle("p~child").fork({ id: "f" });
    await engine.handle("p").cancel();
    await passTime(
      host,
      engine
        .handle("p")
        .result()
        .catch(() => {}),
    );
    expect((await engine.handle("p~child").status()).status).toBe("cancelled");
    expect(await fork.status()).toMatchObject({ parent: "p", root: "p", status: "waiting" });
    await fork.signal("go", 1);
    expect(await passTime(host, fork.result())).toEqual([1, 1]);
  });

  it("is refused where it would wait for a child that was removed", async () => {
    const { host, engine, run } = await begun();
    await engine.handle("p~child").signal("go", "a");
    await quiet(host);
    await engine.handle("p~child~2").signal("go", "b");
    await passTime(host, run.result());
    await engine.start(parent, undefined, { id: "newest" });
    await passMs(host, 10);
    expect((await engine.gc({ olderThan: 0, workflow: "child" })).runs).toBe(2);
    await expect(run.fork({ at: 1 })).rejects.toMatchObject({
      code: "bad-fork-position",
      facts: { problem: 'it waits for run "p~child" there, which was removed since' },
    });
    expect(await (await run.fork({ at: 4 })).result()).toHaveLength(2);
  });
});
