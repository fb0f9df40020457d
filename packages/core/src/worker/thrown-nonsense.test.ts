import { describe, expect, it } from "vitest";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";

// What users' code throws has no shape: none of it may end the process, or keep the run from ending.

const thrown: Record<string, () => unknown> = {
  "an object without a prototype": () => Object.create(null),
  "an object whose toString throws": () => ({
    toString() {
      throw new TypeError("no text");
    },
  }),
  "a getter that throws": () =>
    Object.defineProperty(new Error("x"), "message", {
      get() {
        throw new TypeError("no message");
      },
    }),
  "an error whose message is an object": () => Object.assign(new Error("x"), { message: Object.create(null) }),
  "a proxy that throws": () =>
    new Proxy(
      {},
      {
        get() {
          throw new TypeError("no property");
        },
      },
    ),
  "a symbol": () => Symbol("s"),
};

describe.each(Object.entries(thrown))("%s", (_, make) => {
  it("thrown by a body fails its step", async () => {
    const flow = workflow("flow", async (wf) => {
      await wf.step(
        "s",
        () => {
          throw make();
        },
        { retry: { maxAttempts: 2, initial: 1 } },
      );
    });
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({
      code: "run-failed",
      cause: { code: "step-failed", attempts: 2 },
    });
  });

  it("thrown by the function fails the run", async () => {
    const flow = workflow("flow", () => {
      throw make();
    });
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ code: "run-failed" });
  });

  it("thrown by a schema refuses the payload", async () => {
    const validate = (value: unknown) => {
      if (value === "good") return { value };
      throw make();
    };
    const go = signal("go", { schema: { "~standard": { version: 1, vendor: "test", validate } } });
    const flow = workflow("flow", async (wf) => await wf.receive(go));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await run.signal("go", "bad");
    await run.signal("go", "good");
    expect(await run.result()).toBe("good");
    expect((await run.journal()).map(({ kind }) => kind)).toEqual(["refused", "signal"]);
  });
});
