import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns } from "../testing/until.ts";

// A retry begins the children anew for which the code waits again where it goes on, and no others.

describe("a child that was given up before its parent failed", () => {
  const hangs = (wf: WorkflowContext) => wf.receive("go");
  const undoes = (wf: WorkflowContext) => {
    wf.compensate("undo", () => undefined);
    return wf.receive("go");
  };

  it.each([
    ["had nothing to undo", hangs],
    ["was undone", undoes],
  ])("and %s stays as it is", async (_, slow) => {
    let broken = true;
    const child = workflow("child", slow);
    const parent = workflow("parent", async (wf) => {
      const { winner } = await wf.race({ fast: () => wf.sleep("1 s"), slow: () => wf.call(child, undefined) });
      await wf.step("after", () => (broken ? Promise.reject(new RangeError("no")) : 1), { retry: false });
      return winner;
    });
    const engine = await openEngine({ workflows: [parent, child] });
    const run = await engine.start(parent, undefined, { id: "p" });
    await expect(run.result()).rejects.toThrow("no");
    const loser = engine.handle("p~child");
    await loser.result().catch(() => {});
    const before = await loser.status();
    expect(before).toMatchObject({ status: "cancelled", generation: 1 });
    broken = false;
    await run.retry();
    expect(await run.result()).toBe("fast");
    expect(await loser.status()).toEqual(before);
  });
});

describe("a child that was waited for", () => {
  it("and was removed since is begun anew", async () => {
    let broken = true;
    const drawn = new Set<string>();
    const child = workflow("child", (wf) => (broken ? wf.receive("go") : wf.step("s", () => 1)));
    const parent = workflow("parent", async (wf) => {
      const called = wf.call(child, undefined);
      await wf.step("first", () => turns(1));
      drawn.add(wf.uuid());
      await wf.step("beside", () => (broken ? Promise.reject(new RangeError("no")) : 1), { retry: false });
      return await called;
    });
    const engine = await openEngine({ workflows: [parent, child] });
    const run = await engine.start(parent, undefined, { id: "p" });
    await expect(run.result()).rejects.toThrow("no");
    await engine
      .handle("p~child")
      .result()
      .catch(() => {});
    await (await engine.start(child, undefined, { id: "newest" })).kill();
    expect(await engine.gc({ olderThan: 0, workflow: "child", status: "cancelled" })).toMatchObject({ runs: 1 });
    broken = false;
    await run.retry();
    expect(await run.result()).toBe(1);
    expect(drawn.size).toBe(1);
  });

  it("is retried by a clock that was set back since, too", async () => {
    const host = virtualHost();
    let broken = true;
    const child = workflow("child", (wf) =>
      wf.step("s", () => (broken ? Promise.reject(new RangeError("no")) : 1), { retry: false }),
    );
    const parent = workflow("parent", async (wf) => {
      await wf.step("first", () => 1);
      return await wf.call(child, undefined);
    });
    const engine = await openEngine({ workflows: [parent, child], host });
    const run = await engine.start(parent, undefined, { id: "p" });
    await expect(run.result()).rejects.toThrow();
    broken = false;
    host.jump(-3_600_000);
    await run.retry();
    expect(await run.result()).toBe(1);
  });

  it("goes on once, whatever dies, at any commit", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          const child = workflow("child", async (wf, name: string) => {
            await wf.step("body", () => note(name));
            await wf.receive("go");
            await wf.step("end", () => note(`${name} ends`));
          });
          const parent = workflow("parent", async (wf) => {
            await wf.step("first", () => note("first"));
            const names = ["one", "two"];
            await Promise.all(names.map((name) => wf.call(child, name, { name })));
          });
          return [child, parent];
        },
        drive: async (engine) => {
          const handle = await engine.start("parent", undefined, { id: "p" });
          const names = ["p~one", "p~two"];
          const { generation } = await handle.status();
          if (generation === 1) {
            await handle.cancel();
            await handle.result().catch(() => {});
            await handle.retry().catch(() => {});
          }
          for (let tries = 0; tries < 50; tries++) {
            const { status } = await handle.status();
            if (status === "completed") break;
            for (const name of names)
              await engine
                .handle(name)
                .signal("go", undefined, { key: "go" })
                .catch(() => {});
            await handle.result({ timeout: "1 s" }).catch(() => {});
          }
          return (await handle.status()).status;
        },
      },
      ({ result, effects }, undisturbed, where) => {
        expect(result, where).toBe("completed");
        expect(new Set(effects), where).toEqual(new Set(undisturbed.effects));
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });
});
