import { createServer } from "node:http";
import { describe, expect, it } from "vitest";
import type { StepwellError } from "../model/errors.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// Workflow code that waits for what the engine does not know is blocked, naming the operation before and the cure.

type Code = (wf: WorkflowContext) => unknown;

async function blockOf(code: Code): Promise<{ error: StepwellError; bodies: string[]; resumed(): Promise<unknown> }> {
  const flow = workflow("flow", (wf) => code(wf));
  const engine = await openEngine({ workflows: [flow] });
  const handle = await engine.start(flow);
  await until("it is blocked", async () => (await handle.status()).status === "blocked");
  const { error } = await handle.status();
  return { error: error as StepwellError, bodies: [], resumed: () => handle.resume() };
}

const never = new Promise<void>(() => {});

describe("a run is blocked as stalled", () => {
  it.each<[string, Code, string]>([
    ["at once", () => never, "the start"],
    [
      "after a step",
      async (wf) => {
        await wf.step("a", () => 1);
        await never;
      },
      'step "a"',
    ],
    [
      "after a sleep",
      async (wf) => {
        await wf.sleep(1);
        await never;
      },
      'sleep "sleep"',
    ],
    [
      "behind an emitter",
      async (wf) => {
        await wf.step("a", () => 1);
        await new Promise((resolve) => void createServer().on("listening", resolve));
      },
      'step "a"',
    ],
    [
      "in every branch",
      async (wf) => {
        await Promise.all([wf.step("a", () => 1).then(() => never), wf.step("b", () => 1)]);
      },
      'step "b"',
    ],
  ])("%s", async (_, code, after) => {
    const { error } = await blockOf(code);
    expect(error).toMatchObject({
      code: "stalled-run",
      facts: { after },
      hint: expect.stringContaining("put the waiting into a step"),
    });
  });

  it("but not while it waits for something of its own as well", async () => {
    const flow = workflow("flow", (wf) => Promise.race([never, wf.sleep(5)]));
    const engine = await openEngine({ workflows: [flow] });
    await engine.execute(flow);
  });
});

describe("what is known may be awaited in any way", () => {
  it("nested async functions, all, race, any, allSettled, loops, generators, thenables, queueMicrotask", async () => {
    const flow = workflow("flow", async (wf) => {
      const step = (name: string) => wf.step(name, () => turns(2));
      const nested = async (depth: number): Promise<void> =>
        void (depth === 0 ? await step("n") : await nested(depth - 1));
      await nested(20);
      await Promise.all([step("a"), nested(3), wf.sleep(3)]);
      await Promise.any([step("b"), step("c")]);
      await Promise.allSettled([step("d"), Promise.reject(new RangeError("x"))]);
      for (let n = 0; n < 3; n++) await step("loop");
      for await (const _ of (async function* () {
        yield await step("g");
        yield await step("g");
      })())
        break;
      // biome-ignore lint/suspicious/noThenProperty: a thenable is what this is about
      await { then: (resolve: (value: unknown) => void) => void step("t").then(resolve) };
      await new Promise<void>((resolve) => queueMicrotask(resolve));
      await step("last");
      return "ended";
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toBe("ended");
  });
});
