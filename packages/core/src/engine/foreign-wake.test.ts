import { describe, expect, it } from "vitest";
import type { StepwellError } from "../model/errors.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

// A run that was woken by a promise that the engine does not know is blocked: on replay the order would differ.

type Code = (wf: WorkflowContext) => unknown;

async function blockOf(code: Code): Promise<{ error: StepwellError; bodies: string[]; resumed(): Promise<unknown> }> {
  const flow = workflow("flow", (wf) => code(wf));
  const engine = await openEngine({ workflows: [flow] });
  const handle = await engine.start(flow);
  await until("it is blocked", async () => (await handle.status()).status === "blocked");
  const { error } = await handle.status();
  return { error: error as StepwellError, bodies: [], resumed: () => handle.resume() };
}

/** Resolves from outside of the engine: a server's answer, a file, another run's step. */
const outside = (): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  void fromOutside.then(() => turns(3)).then(resolve);
  return promise;
};
const fromOutside = turns(1);

describe("a run that was woken by somebody else is blocked", () => {
  it.each<[string, Code, string]>([
    [
      "at its next step",
      async (wf) => {
        await Promise.race([wf.sleep(1_000), outside()]);
        await wf.step("after", () => 1);
      },
      'step "after"',
    ],
    [
      "at its next sleep",
      async (wf) => {
        await Promise.race([wf.sleep(1_000), outside()]);
        await wf.sleep(1);
      },
      'sleep "sleep#2"',
    ],
    [
      "when it sets data",
      async (wf) => {
        await Promise.race([wf.sleep(1_000), outside()]);
        wf.set("k", 1);
      },
      'set "set"',
    ],
    [
      "when it sets a title",
      async (wf) => {
        await Promise.race([wf.sleep(1_000), outside()]);
        wf.title("t");
      },
      'title "title"',
    ],
    [
      "in a branch of its own",
      async (wf) => {
        void outside().then(() => wf.step("branch", () => 1));
        await wf.sleep(1_000);
      },
      'step "branch"',
    ],
    [
      "by another step's body",
      async (wf) => {
        const told = Promise.withResolvers<void>();
        const first = wf.step("tells", async () => {
          told.resolve();
          await turns(50);
        });
        await told.promise;
        await wf.step("woken", () => 1);
        await first;
      },
      'step "woken"',
    ],
  ])("%s", async (_, code, operation) => {
    const { error } = await blockOf(code);
    expect(error).toMatchObject({
      code: "foreign-wake",
      facts: { operation },
      hint: expect.stringContaining("put the outside call into a step"),
    });
  });

  it("and its code cannot swallow that, nor does anything of it execute", async () => {
    const bodies: string[] = [];
    const { error } = await blockOf(async (wf) => {
      await Promise.race([wf.sleep(1_000), outside()]);
      try {
        await wf.step("after", () => bodies.push("after"));
      } catch {
        await wf.step("caught", () => bodies.push("caught"));
      } finally {
        await wf.step("finally", () => bodies.push("finally"));
      }
    });
    await turns(50);
    expect([error.code, bodies]).toEqual(["foreign-wake", []]);
  });

  it("one run's promise does not stall or wake another", async () => {
    let shared: Promise<unknown> | undefined;
    const done = Promise.withResolvers<void>();
    const first = workflow("first", (wf) => (shared = wf.step("slow", () => done.promise)));
    const second = workflow("second", async (wf) => {
      await shared;
      await wf.step("s", () => 1);
    });
    const engine = await openEngine({ workflows: [first, second] });
    const owner = await engine.start(first);
    await until("it executes", () => engine.executing === 1);
    const handle = await engine.start(second);
    await until("it is blocked", async () => (await handle.status()).status === "blocked");
    expect((await handle.status()).error).toMatchObject({ code: "stalled-run" });
    done.resolve();
    await owner.result();
  });
});
