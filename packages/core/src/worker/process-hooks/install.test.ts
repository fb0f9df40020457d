import nodeCrypto from "node:crypto";
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { expect, test } from "vitest";
import { installProcessHooks } from "./install.ts";
import { TestProbe, TestRun } from "./test-probe.ts";

const places: Record<string, object> = {
  globalThis,
  Date,
  DatePrototype: Date.prototype,
  Math,
  crypto: Object.getPrototypeOf(crypto),
  nodeCrypto,
  performance: Object.getPrototypeOf(performance),
  temporal: Temporal.Now,
  timers,
  timersPromises,
  scheduler: Object.getPrototypeOf(timersPromises.scheduler),
  process,
};

function snapshot(): Map<string, PropertyDescriptor> {
  const found = new Map<string, PropertyDescriptor>();
  for (const [name, place] of Object.entries(places))
    for (const [key, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(place)))
      found.set(`${name}.${key}`, descriptor);
  return found;
}

function differences(a: ReadonlyMap<string, PropertyDescriptor>, b: ReadonlyMap<string, PropertyDescriptor>): string[] {
  const fields = ["value", "get", "set", "writable", "enumerable", "configurable"] as const;
  const keys = new Set([...a.keys(), ...b.keys()]);
  return [...keys].filter((key) => fields.some((field) => !Object.is(a.get(key)?.[field], b.get(key)?.[field])));
}

test("nothing is patched at import, everything by the first install, and all of it undone by the last uninstall", () => {
  const before = snapshot();
  const first = installProcessHooks(new TestProbe());
  const during = snapshot();
  expect(differences(before, during).toSorted()).toMatchInlineSnapshot(`
    [
      "Date.now",
      "DatePrototype.constructor",
      "Math.random",
      "crypto.getRandomValues",
      "crypto.randomUUID",
      "globalThis.Date",
      "globalThis.fetch",
      "globalThis.setImmediate",
      "globalThis.setInterval",
      "globalThis.setTimeout",
      "nodeCrypto.randomBytes",
      "nodeCrypto.randomFill",
      "nodeCrypto.randomFillSync",
      "nodeCrypto.randomInt",
      "nodeCrypto.randomUUID",
      "nodeCrypto.randomUUIDv7",
      "performance.now",
      "process.emit",
      "scheduler.wait",
      "scheduler.yield",
      "temporal.instant",
      "temporal.plainDateISO",
      "temporal.plainDateTimeISO",
      "temporal.plainTimeISO",
      "temporal.zonedDateTimeISO",
      "timers.setImmediate",
      "timers.setInterval",
      "timers.setTimeout",
      "timersPromises.setImmediate",
      "timersPromises.setInterval",
      "timersPromises.setTimeout",
    ]
  `);
  const second = installProcessHooks(new TestProbe());
  expect(differences(during, snapshot())).toEqual([]);
  first.uninstall();
  first.uninstall();
  expect(differences(during, snapshot())).toEqual([]);
  second.uninstall();
  expect(differences(before, snapshot())).toEqual([]);
});

test("patched properties keep their attributes", () => {
  const before = snapshot();
  const hooks = installProcessHooks(new TestProbe());
  const during = snapshot();
  hooks.uninstall();
  for (const key of differences(before, during)) {
    if (key === "process.emit") continue;
    const [old, now] = [before.get(key), during.get(key)];
    expect([key, now?.enumerable, now?.configurable, now?.writable]).toEqual([
      key,
      old?.enumerable,
      old?.configurable,
      old?.writable,
    ]);
  }
});

test("two probes: each run gets its own values, and the mode of its own engine", () => {
  const [one, two] = [new TestProbe(), new TestProbe()];
  const hooks = [installProcessHooks(one), installProcessHooks(two)];
  const half = Object.assign(new TestRun("replace"), { random: () => 0.5 });
  expect(one.workflow(new TestRun("replace"), () => Math.random())).toBe(0.25);
  expect(two.workflow(half, () => Math.random())).toBe(0.5);
  expect(() => two.workflow(new TestRun("error"), () => Math.random())).toThrow(/Math\.random/);
  one.window = false;
  expect(two.workflow(half, () => Math.random())).toBe(0.5);
  hooks[1]?.uninstall();
  one.window = true;
  expect(two.workflow(half, () => Math.random())).not.toBe(0.5);
  expect(one.workflow(new TestRun("replace"), () => Math.random())).toBe(0.25);
  hooks[0]?.uninstall();
});

test("one probe installed twice counts twice", () => {
  const probe = new TestProbe();
  const [first, second] = [installProcessHooks(probe), installProcessHooks(probe)];
  first.uninstall();
  expect(probe.workflow(new TestRun("replace"), () => Math.random())).toBe(0.25);
  second.uninstall();
  expect(probe.workflow(new TestRun("replace"), () => Math.random())).not.toBe(0.25);
});

test("what others put on top of ours stays when the hooks go", () => {
  const before = Math.random;
  const hooks = installProcessHooks(new TestProbe());
  const ours = Math.random;
  const theirs = (): number => ours() / 2;
  Math.random = theirs;
  hooks.uninstall();
  expect(Math.random).toBe(theirs);
  expect(theirs()).toBeLessThan(0.5);
  Math.random = before;
});

test("hooks can be installed again", () => {
  const probe = new TestProbe();
  for (let i = 0; i < 3; i++) {
    const hooks = installProcessHooks(probe);
    expect(probe.workflow(new TestRun("replace"), () => Date.now())).toBe(1_000);
    hooks.uninstall();
    expect(probe.workflow(new TestRun("replace"), () => Date.now())).toBeGreaterThan(1_000_000);
  }
});
