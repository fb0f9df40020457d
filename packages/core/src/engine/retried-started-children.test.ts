import { describe, expect, it } from "vitest";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Children of wf.start: a retry of their parent retries those whose result its code waits for again.

/** A child fails while its name is among the broken ones. */
function family(
  code: (wf: WorkflowContext, start: (name: string) => Promise<{ result(): Promise<string> }>) => unknown,
) {
  const world = { broken: new Set<string>(), bodies: [] as string[] };
  const child = workflow("child", async (wf, name: string) => {
    await wf.step("first", () => world.bodies.push(`${name} first`));
    return await wf.step(
      "work",
      () => {
        world.bodies.push(name);
        if (world.broken.has(name)) throw new RangeError(name);
        return name;
      },
      { retry: false },
    );
  });
  const parent = workflow("parent", (wf) => code(wf, (name) => wf.start(child, name, { name })));
  return { world, parent, workflows: [parent, child] };
}

describe("a started child whose result its parent failed of", () => {
  it.each([
    ["where that was the first thing it did", false],
    ["where something was done before", true],
  ])("goes on from its failing step, %s", async (_, before) => {
    const { world, parent, workflows } = family(async (wf, start) => {
      if (before) await wf.step("before", () => 1);
      return await (await start("a")).result();
    });
    world.broken.add("a");
    const engine = await openEngine({ workflows });
    const run = await engine.start(parent, undefined, { id: "p" });
    await expect(run.result()).rejects.toMatchObject({ cause: { code: "child-run-failed" } });
    world.broken.clear();
    await run.retry();
    expect(await run.result()).toBe("a");
    expect(world.bodies).toEqual(["a first", "a", "a"]);
  });

  it("goes on with the others that failed and that the code waits for again", async () => {
    const { world, parent, workflows } = family(async (_, start) => {
      const children = [await start("a"), await start("b")];
      return await Promise.all(children.map((child) => child.result()));
    });
    for (const name of ["a", "b"]) world.broken.add(name);
    const engine = await openEngine({ workflows });
    const run = await engine.start(parent, undefined, { id: "p" });
    await run.result().catch(() => {});
    for (const name of ["a", "b"])
      await engine
        .handle(`p~${name}`)
        .result()
        .catch(() => {});
    world.broken.clear();
    await run.retry();
    expect(await run.result()).toEqual(["a", "b"]);
  });

  it("is retried once, whatever dies, at any commit", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          const child = workflow("child", async (wf, _: undefined) => {
            await wf.step("body", () => note(`body ${wf.generation}`));
            if (wf.generation === 1) throw new RangeError("no");
            return wf.generation;
          });
          const parent = workflow("parent", async (wf) => {
            const started = await wf.start(child, undefined);
            await wf.step("meanwhile", () => note("meanwhile"));
            return await started.result();
          });
          return [child, parent];
        },
        drive: async (engine) => {
          const handle = await engine.start("parent", undefined, { id: "p" });
          for (;;) {
            const result = await handle.result().catch(() => undefined);
            if (result !== undefined) return result;
            await handle.retry();
          }
        },
      },
      ({ result, effects }, undisturbed, where) => {
        expect(undisturbed.result).toBe(2);
        expect(result, where).toBe(2);
        expect(new Set(effects), where).toEqual(new Set(undisturbed.effects));
      },
    );
    expect(crashes).toBeGreaterThan(8);
  });
});

describe("a started child that failed is left as it is", () => {
  it("where the code had handled that before it failed", async () => {
    let broken = true;
    const { world, parent, workflows } = family(async (wf, start) => {
      const child = await start("a");
      const first = await child.result().catch(() => "handled");
      await wf.step("after", () => (broken ? Promise.reject(new RangeError("no")) : 1), { retry: false });
      return [first, await child.result().catch(() => "again")];
    });
    world.broken.add("a");
    const engine = await openEngine({ workflows });
    const run = await engine.start(parent, undefined, { id: "p" });
    await run.result().catch(() => {});
    broken = false;
    await run.retry();
    expect(await run.result()).toEqual(["handled", "again"]);
    expect(world.bodies).toEqual(["a first", "a"]);
  });

  it("where nobody waits for it again", async () => {
    let broken = true;
    const { world, parent, workflows } = family(async (wf, start) => {
      await start("a");
      await wf.receive("go");
      await wf.step("after", () => (broken ? Promise.reject(new RangeError("no")) : 1), { retry: false });
    });
    world.broken.add("a");
    const engine = await openEngine({ workflows });
    const run = await engine.start(parent, undefined, { id: "p" });
    await until("the child has failed", async () => (await engine.count({ status: "failed" })) === 1);
    await run.signal("go");
    await run.result().catch(() => {});
    broken = false;
    await run.retry();
    await run.result();
    expect(await engine.handle("p~a").status()).toMatchObject({ status: "failed", generation: 1 });
    expect(world.bodies).toEqual(["a first", "a"]);
  });

  it("where it failed, or was cancelled, after its parent was retried: that is the answer", async () => {
    const child = workflow("child", async (wf, name: string) => {
      await wf.receive("go");
      throw new RangeError(name);
    });
    const parent = workflow("parent", async (wf) => {
      const children = [await wf.start(child, "a", { name: "a" }), await wf.start(child, "b", { name: "b" })];
      await wf.receive("wait");
      return await Promise.all(children.map((one) => one.result().catch(({ status }: { status: string }) => status)));
    });
    const store = memory();
    const engine = await openEngine({ workflows: [parent, child], store });
    const run = await engine.start(parent, undefined, { id: "p" });
    await until("all wait", async () => (await engine.count({ status: "waiting" })) === 3);
    await run.cancel();
    await until("all are over", async () => (await engine.count({ status: "cancelled" })) === 3);
    await run.retry();
    const [a, b] = [engine.handle("p~a"), engine.handle("p~b")];
    await until("all wait again", async () => (await engine.count({ status: "waiting" })) === 3);
    await a.signal("go");
    await b.cancel();
    await Promise.allSettled([a.result(), b.result()]);
    await run.signal("wait");
    expect(await run.result()).toEqual(["failed", "cancelled"]);
    expect([(await a.status()).generation, (await b.status()).generation]).toEqual([2, 2]);
  });
});

it("a started child that still ends when its parent is retried is retried when it has, where its result is waited for", async () => {
  const gate = Promise.withResolvers<void>();
  const child = workflow("child", async (wf) => {
    if (wf.generation === 1) await wf.shield(() => wf.step("slow", () => gate.promise));
    return await wf.receive("go");
  });
  const parent = workflow("parent", async (wf) => await (await wf.start(child, undefined)).result());
  const engine = await openEngine({ workflows: [parent, child] });
  const run = await engine.start(parent, undefined, { id: "p" });
  const ofChild = engine.handle("p~child");
  await until("the child executes", async () => (await ofChild.status().catch(() => undefined))?.status === "running");
  await run.cancel();
  await run.result().catch(() => {});
  await run.retry();
  await until("it waits again", async () => (await run.status()).status === "waiting");
  gate.resolve();
  await until("the child was retried", async () => (await ofChild.status()).generation === 2);
  await ofChild.signal("go", "now");
  expect(await run.result()).toBe("now");
});
