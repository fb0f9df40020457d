import { describe, expect, it } from "vitest";
import type { ChildRunFailed } from "../model/run-errors.ts";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";

const double = workflow("double", (wf, n: number) => wf.step("double", () => n * 2));

describe("a retry of the parent", () => {
  it("retries the child that it failed of, and keeps the others", async () => {
    let broken = true;
    const bodies: string[] = [];
    const child = workflow("child", async (wf, name: string) => {
      await wf.step("first", () => void bodies.push(`${name} first`));
      return await wf.step(
        "second",
        () => {
          bodies.push(`${name} second`);
          if (broken && name === "b") throw new RangeError("broken");
          return name;
        },
        { retry: false },
      );
    });
    const parent = workflow("parent", async (wf) => [
      await wf.call(child, "a", { name: "a" }),
      await wf.call(child, "b", { name: "b" }),
    ]);
    const engine = await openEngine({ workflows: [parent, child] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    broken = false;
    await handle.retry();
    expect(await handle.result()).toEqual(["a", "b"]);
    expect(bodies).toEqual(["a first", "a second", "b first", "b second", "b second"]);
  });

  it("retries it where it was the first thing that the parent did", async () => {
    let broken = true;
    const child = workflow("child", () => {
      if (broken) throw new RangeError("broken");
    });
    const parent = workflow("parent", (wf) => wf.call(child, undefined));
    const engine = await openEngine({ workflows: [parent, child] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    broken = false;
    await handle.retry();
    await handle.result();
    expect((await engine.handle("p~child").status()).status).toBe("completed");
  });

  it("from the start has children of its own", async () => {
    let broken = true;
    const parent = workflow("parent", async (wf) => {
      await wf.call(double, 1);
      if (broken) throw new RangeError("x");
      return 1;
    });
    const engine = await openEngine({ workflows: [parent, double] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    broken = false;
    await handle.retry({ from: "start" });
    expect(await handle.result()).toBe(1);
    expect((await engine.list({ parent: "p" })).items.map(({ id }) => id).sort()).toEqual(["p~2~double", "p~double"]);
  });

  it("that waits for a child which was removed meanwhile is told that it is not there", async () => {
    let broken = true;
    const other = workflow("other", () => 0);
    const parent = workflow("parent", async (wf) => {
      const child = await wf.start(double, 1);
      await wf.step("first", () => {
        if (broken) throw new RangeError("x");
      });
      return await child.result();
    });
    const engine = await openEngine({ workflows: [parent, double, other], defaults: { retry: { maxAttempts: 1 } } });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    // Its parent's failure may have reached it before its end.
    await engine
      .handle("p~double")
      .result()
      .catch(() => {});
    await engine.execute(other);
    expect((await engine.gc({ olderThan: 0, workflow: "double" })).runs).toBe(1);
    broken = false;
    await handle.retry();
    const cause = { code: "unknown-run", facts: { id: "p~double", namespace: "default" } };
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed", cause });
  });
});

describe("a crash at any commit", () => {
  it("starts every child once, and tells its end once", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          const leaf = workflow("leaf", async (wf, n: number) => {
            if (n === 2) throw new RangeError("two");
            return await wf.step("leaf", () => {
              note(`leaf ${n}`);
              return n;
            });
          });
          const top = workflow("top", async (wf) => {
            const started = await wf.start(leaf, 9, { name: "started" });
            const called = await Promise.all(
              [1, 2, 3].map((n) => wf.call(leaf, n).catch((error: ChildRunFailed) => error.status)),
            );
            return [...called, await started.result()];
          });
          return [leaf, top];
        },
        drive: async (engine) => {
          const result = await (await engine.start("top", undefined, { id: "t" })).result();
          return [result, (await engine.list({ parent: "t" })).items.length];
        },
      },
      (outcome, undisturbed, where) => {
        expect(outcome.result, where).toEqual(undisturbed.result);
        expect(new Set(outcome.effects), where).toEqual(new Set(undisturbed.effects));
      },
    );
    expect(crashes).toBeGreaterThan(5);
  });
});
