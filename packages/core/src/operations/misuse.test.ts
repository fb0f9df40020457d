import { describe, expect, it } from "vitest";
import type { StepwellError } from "../model/errors.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns } from "../testing/until.ts";
import { current, type WorkflowContext } from "./context.ts";
import { task } from "./task.ts";
import { workflow } from "./workflow.ts";

// What has no business where it is called is a typed error that says so, and how to mend it.

type Code = (wf: WorkflowContext) => unknown;

/** What the code throws; it is caught in the workflow, so that the run itself completes. */
async function thrownBy(code: Code): Promise<StepwellError> {
  let thrown: unknown;
  const flow = workflow("flow", async (wf) => {
    try {
      await code(wf);
    } catch (error) {
      thrown = error;
    }
  });
  const engine = await openEngine({ workflows: [flow] });
  await engine.execute(flow);
  if (thrown === undefined) throw new TypeError("nothing was thrown");
  return thrown as StepwellError;
}

const add = task("add", (n: number) => n + 1);

describe("inside a step's body", () => {
  const calls: Record<string, Code> = {
    "wf.step": (wf) => wf.step("inner", () => 1),
    "wf.run": (wf) => wf.run(add, 1),
    "wf.sleep": (wf) => wf.sleep(1),
    "wf.map": (wf) => wf.map([1], () => 1),
    "wf.race": (wf) => wf.race({ a: () => 1 }),
    "wf.scope": (wf) => wf.scope("x", () => 1),
    "wf.set": (wf) => wf.set("k", 1),
    "wf.get": (wf) => wf.get("k"),
    "wf.attributes": (wf) => wf.attributes({ a: 1 }),
    "wf.title": (wf) => wf.title("t"),
    "wf.random": (wf) => wf.random(),
    "wf.uuid": (wf) => wf.uuid(),
    "wf.now": (wf) => wf.now(),
    "wf.patched": (wf) => wf.patched("p"),
  };

  it.each(Object.entries(calls))(
    "%s is nested-operation, names both, and the step is not tried again",
    async (name, call) => {
      let executed = 0;
      const error = await thrownBy((wf) =>
        wf.step("outer", async () => {
          executed++;
          await turns(1);
          await call(wf);
        }),
      );
      expect(executed).toBe(1);
      expect(error).toMatchObject({
        code: "step-failed",
        cause: { code: "nested-operation", facts: { operation: name, step: "outer" } },
      });
      expect((error.cause as StepwellError).hint).toMatch(/from the workflow function/);
    },
  );

  it("a task is the plain function, and current() finds nothing", async () => {
    const flow = workflow("flow", (wf) => wf.step("outer", async () => [await add(1), current()]));
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    expect(await handle.result()).toEqual([2, undefined]);
    expect(await handle.journal()).toHaveLength(1);
  });
});

describe("a context that is used elsewhere", () => {
  it("after its function has ended: run-ended, whatever is called", async () => {
    let kept: WorkflowContext | undefined;
    const flow = workflow("flow", (wf) => {
      kept = wf;
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, undefined, { id: "r" });
    await handle.result();
    const calls: Code[] = [
      (wf) => wf.step("s", () => 1),
      (wf) => wf.sleep(1),
      (wf) => wf.set("k", 1),
      (wf) => wf.title("t"),
    ];
    for (const call of calls)
      expect(() => call(kept as WorkflowContext)).toThrow(
        expect.objectContaining({ code: "run-ended", hint: expect.stringMatching(/await everything/) }),
      );
    await turns();
    expect(await handle.journal()).toEqual([]);
    expect((await handle.status()).title).toBeUndefined();
  });

  it("by code that goes on after its function has ended: nothing of it is executed or recorded", async () => {
    const bodies: string[] = [];
    const errors: unknown[] = [];
    const flow = workflow("flow", async (wf) => {
      void wf
        .step("a", () => bodies.push("a"))
        .then(() => wf.step("b", () => bodies.push("b")))
        .catch((error) => errors.push(error));
      await wf.step("c", () => turns(5));
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.result();
    await turns(30);
    expect((await handle.journal()).map(({ op }) => op)).toEqual(["a", ...bodies.slice(1), "c"]);
  });

  it("by another run: foreign-context naming both", async () => {
    let first: WorkflowContext | undefined;
    const done = Promise.withResolvers<void>();
    const lender = workflow("lender", async (wf) => {
      first = wf;
      await wf.step("wait", () => done.promise);
    });
    const borrower = workflow("borrower", () => first?.step("stolen", () => 1));
    const engine = await openEngine({ workflows: [lender, borrower] });
    const owner = await engine.start(lender, undefined, { id: "lender-1" });
    while (first === undefined) await turns(1);
    await expect(engine.execute(borrower, undefined, { id: "borrower-1" })).rejects.toMatchObject({
      cause: { code: "foreign-context", facts: { id: "lender-1", here: 'run "borrower-1"', operation: "wf.step" } },
    });
    done.resolve();
    await owner.result();
    expect((await owner.journal()).map(({ op }) => op)).toEqual(["wait"]);
  });

  it("current() is the context of the code that asks, below every await", async () => {
    const seen: (string | undefined)[] = [];
    const note = () => void seen.push(current()?.id);
    const flow = workflow("flow", async (wf) => {
      note();
      await wf.step("s", () => turns(2));
      note();
      await wf.map([1], async () => note());
      await add(1);
      note();
    });
    const engine = await openEngine({ workflows: [flow] });
    await Promise.all(["a", "b"].map((id) => engine.execute(flow, undefined, { id })));
    expect(seen.toSorted()).toEqual(["a", "a", "a", "a", "b", "b", "b", "b"]);
    expect(current()).toBeUndefined();
  });
});
