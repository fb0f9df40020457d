import { describe, expect, it } from "vitest";
import type { WorkflowContext } from "../operations/context.ts";
import { type AnyWorkflow, workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Code that no longer fits a journal blocks the run: readably, before anything of it is executed, whatever the code
// catches; and nothing is lost (engine.md §6).

type Code = (wf: WorkflowContext, body: (name: string) => Promise<unknown>) => unknown;

const old: Code = async (wf, body) => {
  await body("a");
  wf.set("k", 1);
  await wf.sleep(1);
  await body("b");
  await body("hangs");
  return "old";
};

/** The old code is executed up to the body that hangs; then its engine goes away. */
async function interrupted(): Promise<StoreProvider> {
  const store = memory();
  const hanging = Promise.withResolvers<void>();
  const before = workflow("flow", (wf) =>
    old(wf, (name) =>
      wf.step(name, async () => {
        if (name === "hangs") hanging.resolve();
        if (name === "hangs") await new Promise(() => {});
        return name;
      }),
    ),
  );
  const engine = await openEngine({ store, workflows: [before] });
  await engine.start(before, undefined, { id: "r" });
  await hanging.promise;
  await engine.close({ graceMs: 0 });
  return store;
}

function flow(code: Code, bodies: string[]): AnyWorkflow {
  return workflow("flow", (wf) => code(wf, (name) => wf.step(name, () => void bodies.push(name))));
}

const changes: [what: string, code: Code, difference: RegExp][] = [
  [
    "a step with another name",
    async (wf, body) => {
      await body("a");
      wf.set("k", 1);
      await wf.sleep(1);
      await body("renamed");
    },
    /^code expects step "renamed", journal has step "b" at 4 \(.*changed-code\.test\.ts:\d+:\d+\)$/,
  ],
  [
    "a step less",
    async (wf, body) => {
      wf.set("k", 1);
      await wf.sleep(1);
      await body("b");
    },
    /^code expects sleep "sleep", journal has step "a" at 1 \(.*changed-code\.test\.ts:\d+:\d+\)$/,
  ],
  [
    "a step more",
    async (_, body) => {
      await body("new");
      await body("a");
    },
    /^code expects step "new", journal has step "a" at 1 \(.*changed-code\.test\.ts:\d+:\d+\)$/,
  ],
  [
    "steps in another order",
    async (wf, body) => {
      await body("a");
      wf.set("k", 1);
      await body("b");
      await wf.sleep(1);
    },
    /^code expects step "b", journal has sleep "sleep" at 3 \(.*changed-code\.test\.ts:\d+:\d+\)$/,
  ],
  [
    "data that is not set any more",
    async (wf, body) => {
      await body("a");
      await wf.sleep(1);
    },
    /^code expects sleep "sleep", journal has set "set" at 2/,
  ],
  [
    "other data that is set instead",
    async (wf, body) => {
      await body("a");
      wf.set("other", 1);
      await wf.sleep(1);
      await body("b");
      await body("hangs");
    },
    /^code expects set "other", journal has set "k" at 2 \(.*changed-code\.test\.ts:\d+:\d+\)$/,
  ],
  [
    "an end that comes sooner",
    async (wf, body) => {
      await body("a");
      wf.set("k", 1);
      return "sooner";
    },
    /^code expects nothing more \(the workflow function has ended\), journal has sleep "sleep" at 3/,
  ],
  [
    "another kind of operation of the same name",
    async (wf, body) => {
      await body("a");
      wf.set("k", 1);
      await wf.step("sleep", () => 1);
    },
    /^code expects step "sleep", journal has sleep "sleep" at 3/,
  ],
];

/** The same code, by somebody who thinks that catching everything is safe. */
function swallowing(code: Code): Code {
  return async (wf, body) => {
    try {
      return await code(wf, body);
    } catch {
      return "swallowed";
    } finally {
      await body("finally").catch(() => {});
    }
  };
}

describe.each(changes)("code with %s", (_, code, difference) => {
  it.each([
    ["", code],
    [" that swallows every error", swallowing(code)],
  ])(
    "is blocked with the difference and executes nothing%s; after a rollback the run completes",
    async (_how, changed) => {
      const store = await interrupted();
      const bodies: string[] = [];
      const next = await openEngine({ store, workflows: [flow(changed, bodies)] });
      const handle = next.handle("r");
      await until("it is blocked", async () => (await handle.status()).status === "blocked");
      const { error } = await handle.status();
      // A finally that asks for more is part of what the code expects.
      const wanted = changed === code ? difference : /^code expects .*, journal has .* at \d/;
      expect((error as Error).message).toMatch(wanted);
      expect(error).toMatchObject({ code: "divergence", hint: expect.stringMatching(/roll the code back/) });
      expect(await handle.why()).toMatch(/^blocked: code expects/);
      await expect(handle.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ code: "run-blocked" });
      expect(bodies).toEqual([]);
      expect(await handle.journal()).toHaveLength(4);
      await next.close({ graceMs: 0 });

      const rolledBack = await openEngine({ store, workflows: [flow(old, bodies)] });
      await rolledBack.handle("r").resume();
      expect(await rolledBack.handle("r").result()).toBe("old");
      expect(bodies).toEqual(["hangs"]);
    },
  );
});
