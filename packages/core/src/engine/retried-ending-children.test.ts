import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { bothWait, cancelledParent } from "../testing/cancelled-parent.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// A child that was cancelled with its parent and still ends when that is retried: it is retried when it has ended.

/** A child whose first body goes on until it is let go, whatever it is told. */
function slow() {
  let letGo = (): void => {};
  const world = { bodies: 0, letGo: () => letGo() };
  const child = workflow("child", async (wf) => {
    await wf.step("slow", () => (++world.bodies === 1 ? new Promise<void>((resolve) => (letGo = resolve)) : undefined));
    return await wf.receive("go");
  });
  const parent = workflow("parent", async (wf) => {
    await wf.step("first", () => 1);
    return await wf.call(child, undefined);
  });
  return { workflows: [parent, child], parent, child, world };
}

describe("a child that still ends when its parent is retried", () => {
  it("is retried when it has ended", async () => {
    const { workflows, world } = slow();
    const engine = await openEngine({ workflows });
    const run = await cancelledParent(engine, "the body executes", () => world.bodies === 1);
    await run.retry();
    await until("it waits again", async () => (await run.status()).status === "waiting");
    expect((await run.status()).why).toBe('waits for call "child"');
    const child = engine.handle("p~child");
    expect(await child.status()).toMatchObject({ status: "running", generation: 1 });
    world.letGo();
    await until("the child was retried", async () => (await child.status()).generation === 2);
    await child.signal("go", "now");
    expect(await run.result()).toBe("now");
    expect(world.bodies).toBe(1);
  });

  it("is retried when it has ended, after a restart, too", async () => {
    const { workflows, world } = slow();
    const store = memory();
    const first = await openEngine({ workflows, store });
    const run = await cancelledParent(first, "the body executes", () => world.bodies === 1);
    await run.retry();
    await until("it waits again", async () => (await run.status()).status === "waiting");
    await first.close({ graceMs: 0 });
    const second = await openEngine({ workflows, store });
    const child = second.handle("p~child");
    await until("the child was retried", async () => (await child.status()).generation === 2);
    await child.signal("go", "now");
    expect(await second.handle("p").result()).toBe("now");
  });

  it("and itself waits for that one closes a circle, which is told", async () => {
    const gate = Promise.withResolvers<void>();
    const child = workflow("child", (wf) =>
      wf.receive("go").catch(() =>
        wf.shield(async () => {
          await wf.step("gate", () => gate.promise);
          await wf.call(parent, undefined, { id: "p" });
        }),
      ),
    );
    const parent: ReturnType<typeof workflow<undefined, unknown>> = workflow("parent", async (wf) => {
      await wf.step("first", () => 1);
      return await wf.call(child, undefined);
    });
    const store = memory();
    const first = await openEngine({ workflows: [parent, child], store });
    await cancelledParent(first, "both wait", () => bothWait(first));
    await first.close({ graceMs: 0 });
    const second = await openEngine({ workflows: [child], store });
    const run = second.handle("p");
    await run.retry();
    await run.pause();
    gate.resolve();
    await until("the child waits", async () => (await second.handle("p~child").status()).status === "waiting");
    await run.resume();
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "call-cycle" } });
  });

  it("and was started, and for which nobody waits, stays as it ends, and can be retried by itself", async () => {
    const { child, world } = slow();
    const parent = workflow("parent", async (wf) => {
      await wf.start(child, undefined);
      return await wf.receive("finish");
    });
    const engine = await openEngine({ workflows: [parent, child] });
    const run = await cancelledParent(engine, "the body executes", () => world.bodies === 1);
    await run.retry();
    const started = engine.handle("p~child");
    expect(await started.status()).toMatchObject({ status: "running", generation: 1 });
    world.letGo();
    await started.result().catch(() => {});
    await run.signal("finish", "well");
    expect(await run.result()).toBe("well");
    expect(await started.status()).toMatchObject({ status: "cancelled", generation: 1 });
    await started.retry();
    await started.signal("go", "now");
    expect(await started.result()).toBe("now");
  });

  it("and was undone cannot be retried: its parent is told so", async () => {
    let undone = 0;
    const child = workflow("child", async (wf) => {
      wf.compensate("undo", () => void undone++);
      await wf.receive("go");
    });
    const parent = workflow("parent", async (wf) => {
      await wf.step("first", () => 1);
      return await wf.call(child, undefined);
    });
    const engine = await openEngine({ workflows: [parent, child] });
    const run = await cancelledParent(engine, "both wait", () => bothWait(engine));
    await run.retry();
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "already-compensated" } });
    expect(undone).toBe(1);
  });
});

it("a child that somebody has cancelled while its retried parent waited for it is the answer, after a restart, too", async () => {
  const { workflows, parent, world } = slow();
  const store = memory();
  const first = await openEngine({ workflows, store });
  const run = await first.start(parent, undefined, { id: "p" });
  await until("the body executes", async () => world.bodies === 1);
  await run.kill();
  world.bodies = 0;
  await run.retry();
  await until("the body executes again", async () => world.bodies === 1);
  await first.handle("p~child").cancel();
  await first.close({ graceMs: 0 });
  const second = await openEngine({ workflows, store });
  await expect(second.handle("p").result()).rejects.toMatchObject({ cause: { code: "child-run-failed" } });
  expect(await second.handle("p~child").status()).toMatchObject({ status: "cancelled", generation: 2 });
});

it("a child that still ends when its parent is retried goes on once, whatever dies, at any commit", async () => {
  const crashes = await crashAtEveryCommit(
    {
      workflows: (note) => {
        const child = workflow(
          { name: "child", onFailure: (wf) => wf.step("told", () => note("told")) },
          async (wf, _: undefined) => {
            await wf.receive("go").catch((error) =>
              wf.shield(async () => {
                await wf.step("tidied", () => note("tidied"));
                await wf.sleep("2 s");
                throw error;
              }),
            );
            await wf.step("end", () => note("ends"));
          },
        );
        const parent = workflow("parent", async (wf) => {
          await wf.step("first", () => note("first"));
          await wf.call(child, undefined);
        });
        return [child, parent];
      },
      drive: async (engine) => {
        const handle = await engine.start("parent", undefined, { id: "p" });
        const { generation } = await handle.status();
        if (generation === 1) {
          await handle.result({ timeout: "1 s" }).catch(() => {});
          await handle.cancel();
          await handle.result().catch(() => {});
          await handle.retry().catch(() => {});
        }
        for (let tries = 0; tries < 50; tries++) {
          if ((await handle.status()).status === "completed") break;
          const child = engine.handle("p~child");
          const { generation: begun } = await child.status().catch(() => ({ generation: 0 }));
          if (begun === 2) await child.signal("go", undefined, { key: "go" }).catch(() => {});
          await handle.result({ timeout: "1 s" }).catch(() => {});
        }
        return [(await handle.status()).status, (await engine.handle("p~child").status()).generation];
      },
    },
    ({ result, effects }, undisturbed, where) => {
      expect(undisturbed.result).toEqual(["completed", 2]);
      expect(result[0], where).toBe("completed");
      expect(new Set(effects), where).toEqual(new Set(undisturbed.effects));
    },
  );
  expect(crashes).toBeGreaterThan(10);
});
