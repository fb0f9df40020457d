import nodeCrypto, { randomUUID as namedUuid } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { installProcessHooks } from "./install.ts";
import { TestProbe, TestRun } from "./test-probe.ts";

const uuid = "11111111-2222-4333-8444-555555555555";
const sevens = (length: number): number[] => Array.from({ length }, () => 7);

/** Each guarded call that the run can answer: how it is called, what the run's answer looks like. */
const answered: [name: string, call: () => unknown, expected: unknown][] = [
  ["Date.now", () => Date.now(), 1_000],
  ["new Date()", () => new Date().toISOString(), "1970-01-01T00:00:01.000Z"],
  ["Date()", () => Date(), new Date(1_000).toString()],
  ["performance.now", () => performance.now(), 1_000],
  ["Temporal.Now.instant", () => Temporal.Now.instant().epochMilliseconds, 1_000],
  ["Temporal.Now.zonedDateTimeISO", () => Temporal.Now.zonedDateTimeISO("UTC").epochMilliseconds, 1_000],
  ["Temporal.Now.plainDateTimeISO", () => Temporal.Now.plainDateTimeISO("UTC").toString(), "1970-01-01T00:00:01"],
  ["Temporal.Now.plainDateISO", () => Temporal.Now.plainDateISO("UTC").toString(), "1970-01-01"],
  ["Temporal.Now.plainTimeISO", () => Temporal.Now.plainTimeISO("UTC").toString(), "00:00:01"],
  ["Math.random", () => Math.random(), 0.25],
  ["crypto.randomUUID", () => crypto.randomUUID(), uuid],
  ["node:crypto randomUUID", () => nodeCrypto.randomUUID(), uuid],
  ["node:crypto randomUUID, imported by name", () => namedUuid(), uuid],
  ["node:crypto randomUUIDv7", () => nodeCrypto.randomUUIDv7(), "00000000-03e8-7333-8444-555555555555"],
  ["crypto.getRandomValues", () => Array.from(crypto.getRandomValues(new Uint8Array(8))), sevens(8)],
  ["node:crypto getRandomValues", () => Array.from(nodeCrypto.getRandomValues(new Uint8Array(8))), sevens(8)],
  ["webcrypto.getRandomValues", () => Array.from(nodeCrypto.webcrypto.getRandomValues(new Uint8Array(8))), sevens(8)],
  ["node:crypto randomBytes", () => Array.from(nodeCrypto.randomBytes(8)), sevens(8)],
  ["node:crypto randomInt", () => nodeCrypto.randomInt(2 ** 40), 2 ** 38],
  ["node:crypto randomInt from, to", () => nodeCrypto.randomInt(100, 100 + 2 ** 40), 100 + 2 ** 38],
  [
    "node:crypto randomFillSync",
    () => Array.from(nodeCrypto.randomFillSync(new Uint8Array(8), 2)),
    [0, 0, ...sevens(6)],
  ],
  [
    "node:crypto randomFillSync of words",
    () => Array.from(nodeCrypto.randomFillSync(new Uint32Array(4), 1, 2)),
    [0, 0x07070707, 0x07070707, 0],
  ],
];

const probe = new TestProbe();
let hooks: { uninstall(): void };

beforeEach(() => {
  probe.window = true;
  hooks = installProcessHooks(probe);
});

afterEach(() => hooks.uninstall());

test.each(answered)("%s answers from the run in mode replace", (_name, call, expected) => {
  expect(probe.workflow(new TestRun("replace"), call)).toEqual(expected);
});

test.each(answered)("%s follows awaits and inner functions", async (_name, call, expected) => {
  const inner = async (): Promise<unknown> => {
    await Promise.resolve();
    return call();
  };
  expect(await probe.workflow(new TestRun("replace"), inner)).toEqual(expected);
});

test.each(answered)("%s blocks the run in mode error and names the line", (_name, call) => {
  const run = new TestRun("error");
  expect(() => probe.workflow(run, call)).toThrow(/^workflow code called /);
  expect(run.blockedAt).toHaveLength(1);
  expect(run.blockedAt[0]?.line).toMatch(/guarded-values\.test\.ts:\d+:\d+$/);
});

test.each(answered)(
  "%s is the platform's in mode off, in a body, outside of runs and with the window closed",
  (_name, call, expected) => {
    const run = new TestRun("replace");
    const seen = [
      probe.workflow(new TestRun("off"), call),
      probe.body(new TestRun("error"), call),
      call(),
      closed(() => probe.workflow(run, call)),
    ];
    for (const value of seen) expect(value).not.toEqual(expected);
  },
);

test("a callback form would wake the workflow from outside: it blocks in mode replace, too", () => {
  const run = new TestRun("replace");
  expect(() => probe.workflow(run, () => nodeCrypto.randomBytes(4, () => {}))).toThrow(/called crypto.randomBytes/);
  expect(() => probe.workflow(run, () => nodeCrypto.randomInt(4, () => {}))).toThrow();
  expect(() => probe.workflow(run, () => nodeCrypto.randomFill(new Uint8Array(2), () => {}))).toThrow();
  expect(run.blockedAt.map(({ call }) => call)).toEqual([
    "crypto.randomBytes(…, callback)",
    "crypto.randomInt(…, callback)",
    "crypto.randomFill(…, callback)",
  ]);
});

test("wrong arguments fail as they do without the guard", () => {
  const run = new TestRun("replace");
  expect(() => probe.workflow(run, () => nodeCrypto.randomInt(5, 2))).toThrow(RangeError);
  expect(() => probe.workflow(run, () => nodeCrypto.randomBytes(-1))).toThrow(RangeError);
  expect(() => probe.workflow(run, () => crypto.getRandomValues(new Float64Array(1) as never))).toThrow(
    /Float64Array|type/i,
  );
});

test("every random value has the quality of the run's: 53 bits spread over the range", () => {
  const run = Object.assign(new TestRun("replace"), { random: () => 1 - 2 ** -53 });
  expect(probe.workflow(run, () => nodeCrypto.randomInt(0, 2 ** 48 - 1))).toBe(2 ** 48 - 2);
});

test("a caller behind a built-in function is found", () => {
  const run = new TestRun("error");
  expect(() => probe.workflow(run, () => Array.from({ length: 1 }, Math.random))).toThrow();
  expect(run.blockedAt[0]?.line).toMatch(/guarded-values\.test\.ts:\d+:\d+$/);
});

function closed<T>(fn: () => T): T {
  probe.window = false;
  try {
    return fn();
  } finally {
    probe.window = true;
  }
}
