import timers, { setTimeout as namedTimeout } from "node:timers";
import timersPromises, { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { StepwellError } from "../../model/errors.ts";
import { installProcessHooks } from "./install.ts";
import { TestProbe, TestRun } from "./test-probe.ts";

const nothing = (): void => {};

const blocked: [name: string, call: () => unknown][] = [
  ["setTimeout()", () => setTimeout(nothing, 1)],
  ["setInterval()", () => setInterval(nothing, 1)],
  ["setImmediate()", () => setImmediate(nothing)],
  ["setTimeout()", () => timers.setTimeout(nothing, 1)],
  ["setTimeout()", () => namedTimeout(nothing, 1)],
  ["setInterval()", () => timers.setInterval(nothing, 1)],
  ["setImmediate()", () => timers.setImmediate(nothing)],
  ["timers/promises.setTimeout()", () => timersPromises.setTimeout(1)],
  ["timers/promises.setTimeout()", () => sleep(1)],
  ["timers/promises.setTimeout()", () => timers.promises.setTimeout(1)],
  ["timers/promises.setInterval()", () => timersPromises.setInterval(1)],
  ["timers/promises.setImmediate()", () => timersPromises.setImmediate()],
  ["timers/promises.scheduler.wait()", () => timersPromises.scheduler.wait(1)],
  ["timers/promises.scheduler.yield()", () => timersPromises.scheduler.yield()],
  ["fetch()", () => fetch("http://localhost:1/")],
];

const probe = new TestProbe();
let hooks: { uninstall(): void };

beforeEach(() => {
  probe.window = true;
  hooks = installProcessHooks(probe);
});

afterEach(() => hooks.uninstall());

test.each(blocked)("%s blocks the run in modes replace and error", (name, call) => {
  for (const mode of ["replace", "error"] as const) {
    const run = new TestRun(mode);
    expect(() => probe.workflow(run, call)).toThrow(StepwellError);
    expect(run.blockedAt[0]?.call).toBe(name);
    expect(run.blockedAt[0]?.line).toMatch(/guard-outside\.test\.ts:\d+:\d+$/);
  }
});

test("the error names the cure", () => {
  const hintOf = (call: () => unknown): string => {
    try {
      probe.workflow(new TestRun("replace"), call);
    } catch (error) {
      if (error instanceof StepwellError) return error.hint;
    }
    return "";
  };
  expect(hintOf(() => setTimeout(nothing, 1))).toBe("use wf.sleep(duration)");
  expect(hintOf(() => sleep(1))).toBe("use wf.sleep(duration)");
  expect(hintOf(() => fetch("http://localhost:1/"))).toMatch(/step/);
});

test("bodies, code outside of runs and mode off are not concerned", async () => {
  const fires = (): Promise<unknown> =>
    Promise.all([
      new Promise<void>((resolve) => void setTimeout(resolve, 1)),
      new Promise<void>((resolve) => void setImmediate(resolve)),
      sleep(1),
      timersPromises.scheduler.wait(1),
    ]);
  await fires();
  await probe.body(new TestRun("error"), fires);
  await probe.workflow(new TestRun("off"), fires);
  await expect(fetch("data:text/plain,hello").then((answer) => answer.text())).resolves.toBe("hello");
});

test("a timer that workflow code set in a body's time may do what it likes once the window is closed", async () => {
  const run = new TestRun("replace");
  probe.window = false;
  const later = probe.workflow(run, () => new Promise((resolve) => void setTimeout(() => resolve(Date.now()), 1)));
  expect(await later).toBeGreaterThan(1_000_000);
});

test("util.promisify(setTimeout) sleeps outside and blocks inside", async () => {
  const promised = promisify(setTimeout);
  await expect(promised(1, "done")).resolves.toBe("done");
  expect(() => probe.workflow(new TestRun("replace"), () => promised(1))).toThrow(/timers\/promises\.setTimeout/);
});

test("queueMicrotask and process.nextTick stay as they are", async () => {
  const seen: string[] = [];
  await probe.workflow(new TestRun("error"), async () => {
    queueMicrotask(() => seen.push("microtask"));
    await new Promise<void>((resolve) => process.nextTick(resolve));
  });
  expect(seen).toEqual(["microtask"]);
});
