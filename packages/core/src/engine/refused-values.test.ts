import { describe, expect, it } from "vitest";
import type { RunFailed, StepFailed } from "../model/run-errors.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import type { Stepwell } from "./engine.ts";

describe("a value that cannot be kept", () => {
  const open = workflow("open", (wf, what: string) =>
    wf.step("s", () => {
      executed.push(what);
      return offending[what]?.();
    }),
  );
  const executed: string[] = [];
  const circular: { self?: object } = {};
  circular.self = circular;
  const offending: Record<string, () => unknown> = {
    function: () => ({ deep: [{ fn: () => 1 }] }),
    symbol: () => ({ s: Symbol("x") }),
    instance: () => new (class Account {})(),
    cycle: () => ({ a: circular }),
    promise: () => ({ later: Promise.resolve() }),
  };

  it.each([
    ["function", "$.deep[0].fn"],
    ["symbol", "$.s"],
    ["instance", "$"],
    ["cycle", "$.a.self"],
    ["promise", "$.later"],
  ])("a %s fails the step at once, with its path, and is not tried again", async (what, path) => {
    executed.length = 0;
    const engine = await openEngine({ workflows: [open] });
    const error = (await engine.execute(open, what).catch((thrown) => thrown)) as RunFailed & { cause: StepFailed };
    expect(error.cause.cause).toMatchObject({
      code: "unserialisable-value",
      facts: { path },
      message: expect.stringContaining('the result of step "s"'),
      hint: expect.stringContaining("plain data"),
    });
    expect(executed).toEqual([what]);
  });

  it("as input rejects the start, and nothing is there", async () => {
    const engine = await openEngine({ workflows: [open] });
    await expect(engine.start(open, (() => 1) as unknown as string, { id: "r" })).rejects.toMatchObject({
      code: "unserialisable-value",
    });
    await expect(engine.handle("r").status()).rejects.toMatchObject({ code: "unknown-run" });
  });

  it("as output or data fails the run, naming which", async () => {
    const output = workflow("output", () => ({ fn: () => 1 }));
    const data = workflow("data", (wf) => wf.set("k", { fn: () => 1 }));
    const engine = await openEngine({ workflows: [output, data] });
    const messageOf = (error: RunFailed) => (error.cause as Error).message;
    expect(await engine.execute(output).catch(messageOf)).toMatch(/the output of run .* at \$\.fn/);
    expect(await engine.execute(data).catch(messageOf)).toMatch(/set "set": the value at \$\[1\]\.fn/);
  });
});

describe("a value that is too large", () => {
  const defaults = { valueBytes: 20_000 };
  const big = workflow("big", (wf, text: string) => wf.step("s", () => text.repeat(10)));
  const failureOf = async (engine: Stepwell, text: string) =>
    (await engine.execute(big, text).catch((thrown) => thrown)) as RunFailed & { cause: StepFailed };

  it("fails the step with size and cure: its effect has happened, so it is not retried", async () => {
    const engine = await openEngine({ workflows: [big], defaults });
    expect(await engine.execute(big, "x".repeat(1_999))).toHaveLength(19_990);
    const { cause } = await failureOf(engine, "x".repeat(2_000));
    expect(cause).toMatchObject({ code: "step-failed", attempts: 1 });
    expect(cause.cause).toMatchObject({
      code: "value-too-large",
      facts: { bytes: 20_002, limitBytes: 20_000 },
      hint: expect.stringContaining("path, URL or key"),
    });
  });

  it("counts bytes, not characters", async () => {
    const engine = await openEngine({ workflows: [big], defaults });
    expect((await failureOf(engine, "ä".repeat(1_000))).cause.cause).toMatchObject({ facts: { bytes: 20_002 } });
  });

  it("is refused as input, and an error that is too large still tells its message", async () => {
    const loud = workflow("loud", (_, text: string) => {
      throw new RangeError(`first line\n${text}`);
    });
    const engine = await openEngine({ workflows: [loud], defaults });
    await expect(engine.start(loud, "x".repeat(20_000))).rejects.toMatchObject({ code: "value-too-large" });
    const handle = await engine.start(loud, "y".repeat(19_900));
    await until("it has failed", async () => (await handle.status()).status === "failed");
    expect(await handle.why()).toBe("first line");
  });

  it("the limit is at least what an error may take, and at most 1 MiB", async () => {
    for (const valueBytes of [0, 1_000, 2 ** 26 + 1])
      await expect(openEngine({ defaults: { valueBytes } })).rejects.toMatchObject({ code: "invalid-option" });
  });
});
