import { describe, expect, it } from "vitest";
import type { Stepwell } from "../engine/engine.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns } from "../testing/until.ts";
import { workflow } from "./workflow.ts";

/** Three legs; the first failure ends the others. */
const failFast = workflow("fail-fast", async (wf, fails: number) => {
  const controller = new AbortController();
  const leg = async (n: number): Promise<string> => {
    try {
      return await wf.scope(
        `leg ${n}`,
        async () => {
          await wf.step("first", () => turns(2 * n));
          if (n === fails) throw new Error(`leg ${n} fails`);
          await wf.sleep("20 ms");
          return await wf.step("second", () => `done ${n}`);
        },
        { signal: controller.signal },
      );
    } catch (error) {
      if (!controller.signal.aborted) controller.abort(new Error("another leg has failed"));
      return (error as Error).message;
    }
  };
  const ends = await Promise.all([leg(1), leg(2), leg(3)]);
  await wf.step("after", () => turns(20));
  return ends;
});

describe("a scope with a signal", () => {
  it("goes on to its end while nobody aborts", async () => {
    const engine = await openEngine({ workflows: [failFast] });
    expect(await engine.execute(failFast, 0)).toEqual(["done 1", "done 2", "done 3"]);
  });

  it("gives up what it waits for, and nothing of it goes on", async () => {
    const engine = await openEngine({ workflows: [failFast] });
    const run = await engine.start(failFast, 1);
    expect(await run.result()).toEqual(["leg 1 fails", "another leg has failed", "another leg has failed"]);
    expect((await run.journal()).map(({ op }) => op)).toEqual(["leg 1/first", "after"]);
  });

  it("that was aborted, and throws at once, leaves nothing that nobody awaits", async () => {
    const flow = workflow("flow", async (wf) => {
      const controller = new AbortController();
      const thrower = (): never => {
        controller.abort(new Error("given up"));
        throw new Error("thrown");
      };
      const told = await wf
        .scope("at once", thrower, { signal: controller.signal })
        .catch((error: Error) => error.message);
      await wf.step("after", () => {});
      return told;
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined);
    expect(await run.result()).toBe("given up");
    expect(await run.logs()).toEqual([]);
  });

  it("ends the same after a crash anywhere", async () => {
    const drive = async (engine: Stepwell) =>
      (await engine.start(failFast, 2, { id: "r", onExisting: "return" })).result();
    const crashes = await crashAtEveryCommit({ workflows: () => [failFast], drive }, (outcome, undisturbed, where) =>
      expect(outcome.result, where).toEqual(undisturbed.result),
    );
    expect(crashes).toBeGreaterThan(4);
  });

  it("does not keep the run from ending with a shield inside that is given up", async () => {
    const flow = workflow("flow", async (wf) => {
      const controller = new AbortController();
      const inside = wf.scope("inside", () => wf.shield(() => wf.receive("never")), { signal: controller.signal });
      const told = inside.catch((error) => (error as Error).message);
      await wf.step("enough", () => {});
      controller.abort(new Error("it is enough"));
      return await told;
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toBe("it is enough");
  });

  it("does not begin when its signal is aborted already", async () => {
    const begun: string[] = [];
    const late = workflow("late", (wf) =>
      wf.scope("never", () => begun.push("late"), { signal: AbortSignal.abort(new Error("too late")) }),
    );
    const engine = await openEngine({ workflows: [late] });
    await expect(engine.execute(late)).rejects.toMatchObject({ cause: { message: "too late" } });
    expect(begun).toEqual([]);
  });

  it.each([
    [null, "must be an object"],
    [{ signal: "now" }, "must be an AbortSignal"],
    [{ timeout: 5 }, "is unknown; known is signal"],
  ])("refuses %j", async (options, problem) => {
    const flow = workflow("flow", (wf) => wf.scope("inner", () => 1, options as never));
    const engine = await openEngine({ workflows: [flow] });
    const cause = { message: expect.stringContaining(problem) };
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause });
  });
});
