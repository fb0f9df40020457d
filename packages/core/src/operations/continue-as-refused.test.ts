import { describe, expect, it } from "vitest";
import type { Schema } from "../model/schema.ts";
import { openEngine } from "../testing/open-engine.ts";
import type { WorkflowContext } from "./context.ts";
import { workflow } from "./workflow.ts";

describe("what it cannot do is refused, and nothing has happened", () => {
  const numbers: Schema<number> = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: (value) => (typeof value === "number" ? { value } : { issues: [{ message: "no number" }] }),
    },
  };
  const late: Schema<number> = {
    "~standard": { version: 1, vendor: "test", validate: async (value) => ({ value: value as number }) },
  };
  it.each<[string, Schema<number> | undefined, (wf: WorkflowContext) => unknown, string]>([
    ["an input that does not fit its schema", numbers, (wf) => wf.continueAs("x"), "schema-mismatch"],
    ["a schema that has to be waited for", late, (wf) => wf.continueAs(2), "invalid-option"],
    ["an input that cannot be kept", undefined, (wf) => wf.continueAs(() => 1), "unserialisable-value"],
    ["a call inside a step body", undefined, (wf) => wf.step("s", () => wf.continueAs(2)), "nested-operation"],
  ])("%s", async (_, input, code, expected) => {
    const flow = workflow({ name: "flow", ...(input === undefined ? {} : { input }) }, async (wf) => {
      try {
        await code(wf);
      } catch (error) {
        const { code: own, cause } = error as { code: string; cause?: { code: string } };
        return `${own === "step-failed" ? cause?.code : own}`;
      }
      return "nothing";
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 1);
    expect([await run.result(), (await run.status()).generation]).toEqual([expected, 1]);
  });

  it("a hook, which runs when the end is decided", async () => {
    const flow = workflow({ name: "flow", onComplete: (wf) => wf.continueAs(2) }, () => "well");
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    expect([await run.result(), (await run.status()).generation]).toEqual(["well", 1]);
    expect((await run.logs()).map(({ text }) => text)).toEqual([expect.stringContaining("accepts no continue")]);
  });
});
