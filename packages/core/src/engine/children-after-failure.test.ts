import { describe, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";

describe("children that a failure has called", () => {
  it.each([
    ["are left alone by a retry", ["first"]],
    ["are left alone by a retry where nothing was done before the failure", []],
  ])("%s, until the code asks for them again", async (_, before) => {
    const broken = new Set(["work", "clean"]);
    const bodies: string[] = [];
    const body = (name: string) => () => {
      bodies.push(name);
      if (broken.has(name)) throw new RangeError(name);
    };
    const child = workflow("child", (wf, name: string) => wf.step("body", body(name), { retry: false }));
    const parent = workflow("parent", async (wf) => {
      for (const name of before) await wf.step(name, body(name));
      try {
        await wf.call(child, "work", { name: "work" });
      } catch (error) {
        await wf.call(child, "clean", { name: "clean" }).catch(() => {});
        throw error;
      }
    });
    const engine = await openEngine({ workflows: [parent, child] });
    const handle = await engine.start(parent, undefined, { id: "p" });
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    expect(bodies.splice(0)).toEqual([...before, "work", "clean"]);
    await handle.retry();
    await expect(handle.result()).rejects.toMatchObject({ code: "run-failed" });
    expect(bodies.splice(0)).toEqual(["work", "clean"]);
    broken.clear();
    await handle.retry();
    await handle.result();
    expect((await engine.handle("p~clean").status()).status).toBe("failed");
    expect(bodies).toEqual(["work"]);
  });

  it("are retried whatever dies, at any commit", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          const child = workflow("child", async (wf, { name, good }: { name: string; good: number }) => {
            await wf.step("body", () => note(name));
            if (wf.generation < good) throw new RangeError(name);
          });
          const parent = workflow("parent", async (wf) => {
            await wf.step("first", () => note("first"));
            try {
              await wf.call(child, { name: "work", good: 3 }, { name: "work" });
            } catch (error) {
              await wf.call(child, { name: "clean", good: 2 }, { name: "clean" });
              throw error;
            }
          });
          return [child, parent];
        },
        drive: async (engine) => {
          const handle = await engine.start("parent", undefined, { id: "p" });
          for (;;) {
            const ended = await handle.result().then(
              () => true,
              () => false,
            );
            if (ended) break;
            await handle.retry();
          }
          return (await engine.list({ parent: "p" })).items.map(({ id, status }) => [id, status]).sort();
        },
      },
      ({ result, effects }, undisturbed, where) => {
        // A child that was retried before its parent was, when the process died, has one generation more.
        expect(result.at(-1), where).toEqual(["p~work", "completed"]);
        expect(new Set(effects), where).toEqual(new Set(undisturbed.effects));
      },
    );
    expect(crashes).toBeGreaterThan(10);
  });
});
