import { isDate } from "node:util/types";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installProcessHooks } from "./install.ts";
import { TestProbe, TestRun } from "./test-probe.ts";

const PlatformDate = globalThis.Date;
const probe = new TestProbe();
let hooks: { uninstall(): void };

beforeEach(() => {
  hooks = installProcessHooks(probe);
});

afterEach(() => hooks.uninstall());

const inWorkflow = <T>(fn: () => T): T => probe.workflow(new TestRun("replace"), fn);

test("the wrapper is in place, and its dates are the platform's", () => {
  expect(Date).not.toBe(PlatformDate);
  const date = new Date();
  expect(date).toBeInstanceOf(Date);
  expect(date).toBeInstanceOf(PlatformDate);
  expect(isDate(date)).toBe(true);
  expect(date.constructor).toBe(Date);
  expect(Object.getPrototypeOf(date)).toBe(PlatformDate.prototype);
  expect(structuredClone(date)).toEqual(date);
});

test("own properties are the platform's", () => {
  const names = ["length", "name", "prototype", "now", "parse", "UTC"];
  expect(Reflect.ownKeys(Date).filter((key) => names.includes(String(key)))).toHaveLength(names.length);
  expect([Date.name, Date.length]).toEqual(["Date", 7]);
  expect(Date.UTC).toBe(PlatformDate.UTC);
  expect(Date.parse).toBe(PlatformDate.parse);
  expect(Object.getOwnPropertyDescriptor(globalThis, "Date")).toMatchObject({
    writable: true,
    enumerable: false,
    configurable: true,
  });
});

test("a date that is given is left as it is, in workflow code, too", () => {
  inWorkflow(() => {
    expect(new Date(5).getTime()).toBe(5);
    expect(new Date("2020-01-02T03:04:05Z").toISOString()).toBe("2020-01-02T03:04:05.000Z");
    expect(new Date(2020, 1, 3).getDate()).toBe(3);
    expect(new Date(Date.UTC(2020, 0, 1, 2, 3, 4, 5)).getTime()).toBe(PlatformDate.UTC(2020, 0, 1, 2, 3, 4, 5));
    expect(new Date(new Date(9)).getTime()).toBe(9);
    expect(new Date(undefined as never).getTime()).toBeNaN();
    expect(new (new Date(1).constructor as DateConstructor)(8).getTime()).toBe(8);
  });
});

test("subclasses keep their prototype and get the run's time", () => {
  class Stamp extends Date {
    get seconds(): number {
      return Math.floor(this.getTime() / 1_000);
    }
  }
  const stamp = inWorkflow(() => new Stamp());
  expect(stamp.getTime()).toBe(1_000);
  expect(stamp.seconds).toBe(1);
  expect(stamp).toBeInstanceOf(Stamp);
  expect(stamp).toBeInstanceOf(PlatformDate);
  expect(new Stamp(7_000).seconds).toBe(7);
  expect(Math.abs(new Stamp().getTime() - PlatformDate.now())).toBeLessThan(60_000);
  expect(inWorkflow(() => Stamp.now())).toBe(1_000);
});

test("Reflect.construct with another target works", () => {
  class Other {}
  const made = inWorkflow(() => Reflect.construct(Date, [], Other));
  expect(made).toBeInstanceOf(Other);
  expect(PlatformDate.prototype.getTime.call(made)).toBe(1_000);
});

test("Date() gives text, with the run's time in workflow code", () => {
  expect(inWorkflow(() => Date())).toBe(new PlatformDate(1_000).toString());
  expect(Math.abs(PlatformDate.parse(Date()) - PlatformDate.now())).toBeLessThan(60_000);
});

test("whoever kept the class from before gets guarded readings of now()", () => {
  expect(inWorkflow(() => PlatformDate.now())).toBe(1_000);
});

test("the wrapper works on when the hooks are gone", () => {
  const Kept = Date;
  hooks.uninstall();
  expect(globalThis.Date).toBe(PlatformDate);
  expect(inWorkflow(() => new Kept().getTime())).toBeGreaterThan(1_000_000);
  expect(inWorkflow(() => Kept.now())).toBeGreaterThan(1_000_000);
  expect(new Kept(3)).toBeInstanceOf(PlatformDate);
});
