import { setTimeout as promised } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { StepwellError } from "../model/errors.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import type { GuardMode } from "./open-options.ts";

// Workflow code that asks the platform for time, chance or the outside is answered by its run, or blocked.

type Code = (wf: WorkflowContext) => unknown;

async function blockOf(code: Code, guard: GuardMode): Promise<StepwellError> {
  const flow = workflow("flow", (wf) => code(wf));
  const engine = await openEngine({ workflows: [flow], guard });
  const handle = await engine.start(flow);
  await until("it is blocked", async () => (await handle.status()).status === "blocked");
  return (await handle.status()).error as StepwellError;
}

const outsideCalls: [string, Code, RegExp][] = [
  ["setTimeout()", () => new Promise((resolve) => setTimeout(resolve, 1)), /wf\.sleep/],
  ["setInterval()", () => setInterval(() => {}, 1), /wf\.sleep/],
  ["setImmediate()", () => new Promise((resolve) => setImmediate(resolve)), /wf\.sleep/],
  ["timers/promises.setTimeout()", () => promised(1), /wf\.sleep/],
  ["fetch()", () => fetch("http://127.0.0.1:9"), /put the call into a step/],
];
const valueCalls: [string, Code, RegExp][] = [
  ["Date.now()", () => Date.now(), /wf\.now/],
  ["Date()", () => new Date(), /wf\.now/],
  ["performance.now()", () => performance.now(), /wf\.now/],
  ["Math.random()", () => Math.random(), /wf\.random/],
  ["crypto.randomUUID()", () => crypto.randomUUID(), /wf\.uuid/],
];

describe.each<GuardMode>(["replace", "error"])("with guard %s", (guard) => {
  it.each(outsideCalls)("%s blocks the run, naming the line and the cure", async (call, code, cure) => {
    const error = await blockOf(async (wf) => {
      await wf.step("a", () => 1);
      await code(wf);
    }, guard);
    expect(error).toMatchObject({ code: "guarded-call", hint: expect.stringMatching(cure) });
    expect(error.facts).toMatchObject({ call });
    expect(String(error.facts.line)).toMatch(/determinism-guard\.test\.ts:\d+:\d+$/);
  });

  it("code that catches it is blocked all the same", async () => {
    const bodies: string[] = [];
    const error = await blockOf(async (wf) => {
      try {
        setTimeout(() => {}, 1);
      } catch {
        await wf.step("caught", () => bodies.push("caught"));
      }
    }, guard);
    expect([error.code, bodies]).toEqual(["guarded-call", []]);
  });

  it("step bodies, and code outside of runs, use the platform", async () => {
    const flow = workflow("flow", (wf) =>
      wf.step("body", async () => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        await promised(1);
        return [Date.now(), Date.parse(new Date().toISOString()), Math.random(), crypto.randomUUID()];
      }),
    );
    const engine = await openEngine({ workflows: [flow], guard });
    const [now, date] = (await engine.execute(flow)) as [number, number];
    expect([Math.abs(Date.now() - now) < 5_000, Math.abs(Date.now() - date) < 5_000]).toEqual([true, true]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(Math.random()).not.toBe(Math.random());
  });
});

describe("with guard error", () => {
  it.each(valueCalls)("%s blocks the run, naming the line and the cure", async (call, code, cure) => {
    const error = await blockOf(code, "error");
    expect(error).toMatchObject({ code: "guarded-call", hint: expect.stringMatching(cure) });
    expect(error.facts).toMatchObject({ call });
    expect(String(error.facts.line)).toMatch(/determinism-guard\.test\.ts:\d+:\d+$/);
  });
});

describe("with guard replace", () => {
  it.each(valueCalls)("%s is answered from the run", async (_, code) => {
    const flow = workflow("flow", async (wf) => {
      await wf.sleep(2);
      const value = await code(wf);
      return value instanceof Date ? value.getTime() : value;
    });
    const engine = await openEngine({ workflows: [flow] });
    const value = await engine.execute(flow);
    expect(["number", "string"]).toContain(typeof value);
  });

  it("dates made from a value, and parsing, stay as they are", async () => {
    const flow = workflow("flow", () => [
      new Date(5).getTime(),
      Date.parse("1970-01-01T00:00:00.007Z"),
      Date.UTC(1970, 0, 1),
    ]);
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toEqual([5, 7, 0]);
  });
});

describe("with guard off", () => {
  it("nothing is guarded: a timer is merely a promise that the engine does not know", async () => {
    const before = Date.now();
    const flow = workflow("flow", () => Date.now());
    const engine = await openEngine({ workflows: [flow], guard: "off" });
    expect(await engine.execute(flow)).toBeGreaterThanOrEqual(before);
    const error = await blockOf(() => new Promise((resolve) => setTimeout(resolve, 1_000)), "off");
    expect(error.code).toBe("stalled-run");
  });
});

describe("the process-wide hooks", () => {
  it("are gone when the last engine is closed, and not before", async () => {
    const natives = () => [Date, Date.now, Math.random, setTimeout, fetch, process.emit];
    const before = natives();
    const [one, other] = [await openEngine(), await openEngine()];
    await one.close();
    expect(natives()).not.toEqual(before);
    await other.close();
    expect(natives()).toEqual(before);
  });

  it("are gone also when the store fails at closing", async () => {
    const before = Date.now;
    const { aroundStore } = await import("../testing/around-store.ts");
    const { memory } = await import("../store/memory/memory.ts");
    const flow = workflow("flow", () => 1);
    const store = aroundStore(memory(), { deregister: () => Promise.reject(new RangeError("gone")) });
    const engine = await openEngine({ store, workflows: [flow] });
    await expect(engine.close()).rejects.toThrow("gone");
    expect(Date.now).toBe(before);
  });
});
