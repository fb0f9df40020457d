import { describe, expect, it } from "vitest";
import type { StepwellError } from "../model/errors.ts";
import { openEngine } from "../testing/open-engine.ts";
import type { WorkflowContext } from "./context.ts";
import { task } from "./task.ts";
import { workflow } from "./workflow.ts";

// Nonsense is a typed error that names what is wrong, and the cure.

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

describe("names", () => {
  const named: Record<string, (wf: WorkflowContext, name: string) => unknown> = {
    step: (wf, name) => wf.step(name, () => 1),
    "task name": (wf, name) => wf.run(add, 1, { name }),
    sleep: (wf, name) => wf.sleep(1, { name }),
    scope: (wf, name) => wf.scope(name, () => 1),
    map: (wf, name) => wf.map([1], () => 1, { name }),
    branch: (wf, name) => wf.race({ [name]: () => 1 }),
    patch: (wf, name) => wf.patched(name),
  };
  it.each(Object.entries(named))("of a %s may not hold separators, control characters or nothing", async (_, call) => {
    for (const name of ["a/b", "a#2", "a~b", "a[0]", "a]", "\n", "", "x".repeat(201), "\ud800"]) {
      const error = await thrownBy((wf) => call(wf, name));
      expect(error).toMatchObject({ code: "invalid-name", hint: expect.stringContaining("plain name") });
    }
  });

  it("that look like something else are kept apart", async () => {
    const flow = workflow("flow", async (wf) => {
      for (const name of ["constructor", "__proto__", "sleep", "map", "ä 🙂", "1"]) {
        await wf.step(name, () => 1);
        await wf.sleep(0, { name });
      }
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow);
    await handle.result();
    expect(await handle.journal()).toHaveLength(12);
  });
});

describe("nonsense", () => {
  it.each<[string, Code]>([
    ["NaN", (wf) => wf.sleep(Number.NaN)],
    ["negative", (wf) => wf.sleep(-1)],
    ["infinite", (wf) => wf.sleep(Infinity)],
    ["words", (wf) => wf.sleep("in a while")],
    ["empty", (wf) => wf.sleep("")],
    ["no instant", (wf) => wf.sleep(new Date(Number.NaN))],
    ["months", (wf) => wf.sleep({ months: 1 } as never)],
    ["too long", (wf) => wf.sleep("100 years")],
  ])("as a duration: %s", async (_, code) => {
    const error = await thrownBy(code);
    expect(error).toMatchObject({ code: "invalid-duration", hint: expect.stringContaining("1.5 h") });
    expect(error.message).toMatch(/wf\.sleep/);
  });

  it.each<[string, Code, string]>([
    ["a step without a body", (wf) => wf.step("s", undefined as never), "fn"],
    ["an unknown option", (wf) => wf.step("s", () => 1, { retires: 3 } as never), "retires"],
    ["options that are none", (wf) => wf.step("s", () => 1, 5 as never), "options"],
    ["atMostOnce of text", (wf) => wf.step("s", () => 1, { atMostOnce: "yes" } as never), "atMostOnce"],
    ["something that is no task", (wf) => wf.run((() => 1) as never, 1), "task"],
    ["concurrency 0", (wf) => wf.map([1], () => 1, { concurrency: 0 }), "concurrency"],
    ["negative maxFailures", (wf) => wf.map([1], () => 1, { maxFailures: -1 }), "maxFailures"],
    ["a race of nobody", (wf) => wf.race({}), "branches"],
    ["an empty key", (wf) => wf.set("", 1), "key"],
    ["a key of half a character", (wf) => wf.get("\ud800"), "key"],
    ["an attribute that is an object", (wf) => wf.attributes({ a: {} } as never), "a"],
    ["an attribute that is no number", (wf) => wf.attributes({ a: Number.NaN }), "a"],
    ["a title of numbers", (wf) => wf.title(5 as never), "text"],
  ])("%s is invalid-option, naming it", async (_, code, option) => {
    expect(await thrownBy(code)).toMatchObject({ code: "invalid-option", facts: { option }, hint: expect.any(String) });
  });
});

describe("a level of a log line", () => {
  it.each([Number.NaN, "loud", 7, {}, "__proto__"])("%s is refused where it is given", async (level) => {
    const facts = { code: "invalid-option", facts: { option: "level" } };
    expect(await thrownBy((wf) => wf.log("line", level as never))).toMatchObject(facts);
    const body = await thrownBy((wf) => wf.step("s", (s) => s.log("line", level as never), { retry: false }));
    expect(body.cause).toMatchObject(facts);
  });
});
