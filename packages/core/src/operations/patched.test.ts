import { describe, expect, it } from "vitest";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import type { WorkflowContext } from "./context.ts";
import { workflow } from "./workflow.ts";

const old = async (wf: WorkflowContext): Promise<string> => {
  await wf.step("charge", () => 1);
  await wf.step("hangs", (s) => (s.fence === 1 ? new Promise(() => {}) : 1));
  return "old way";
};

const patched = async (wf: WorkflowContext): Promise<string> => {
  if (wf.patched("charge in two parts")) {
    await wf.step("reserve", () => 1);
    await wf.step("capture", () => 1);
    return `new way, again ${wf.patched("charge in two parts")}`;
  }
  return await old(wf);
};

describe("wf.patched", () => {
  it("lets runs that are under way go on in the old way, and new ones in the new", async () => {
    const store = memory();
    const before = await openEngine({ store, workflows: [workflow("pay", old)] });
    const handle = await before.start(workflow("pay", old), undefined, { id: "old" });
    await until("it has charged", async () => (await handle.journal()).length === 1);
    await before.close({ graceMs: 0 });
    const pay = workflow("pay", patched);
    const after = await openEngine({ store, workflows: [pay] });
    expect(await after.handle("old").result()).toBe("old way");
    expect(await after.execute(pay, undefined, { id: "new" })).toBe("new way, again true");
    const kinds = async (id: string) =>
      (await after.handle(id).journal()).map(({ kind, op, value }) => [kind, op, value]);
    expect(await kinds("old")).toEqual([
      ["step", "charge", 1],
      ["patched", "patched~charge in two parts", false],
      ["step", "hangs", 1],
    ]);
    expect((await kinds("new"))[0]).toEqual(["patched", "patched~charge in two parts", true]);
  });

  it("is decided once per run, and stands after every restart", async () => {
    const store = memory();
    const answers: boolean[] = [];
    const flow = workflow("flow", async (wf) => {
      answers.push(wf.patched("p"));
      await wf.step("a", () => 1);
      await wf.step("hangs", (s) => (s.fence < 3 ? new Promise(() => {}) : 1));
      answers.push(wf.patched("p"));
    });
    for (const life of [1, 2, 3]) {
      const engine = await openEngine({ store, workflows: [flow] });
      const handle = life === 1 ? await engine.start(flow, undefined, { id: "r" }) : engine.handle("r");
      if (life === 3) await handle.result();
      else await until("it hangs", () => handle.executing().some(({ op }) => op === "hangs"));
      await engine.close({ graceMs: 0 });
    }
    expect(answers).toEqual([true, true, true, true]);
  });

  it("is true where a retry goes on behind all that is kept, also where that is nothing", async () => {
    for (const before of [[], ["a"]]) {
      let mended = false;
      const flow = workflow("flow", async (wf) => {
        for (const name of before) await wf.step(name, () => 1);
        if (mended && wf.patched("p")) return "new way";
        return await wf.step("broken", () => Promise.reject(new RangeError("no")), { retry: false });
      });
      const engine = await openEngine({ workflows: [flow] });
      const run = await engine.start(flow);
      await run.result().catch(() => {});
      mended = true;
      await run.retry();
      expect(await run.result()).toBe("new way");
    }
  });
});
