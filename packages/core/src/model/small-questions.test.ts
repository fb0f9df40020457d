import { expect, it } from "vitest";
import { isDate } from "./is-date.ts";
import { isError } from "./is-error.ts";
import { quoted } from "./quoted.ts";
import { refusalOf } from "./refusal.ts";
import { saysItIs } from "./says-it-is.ts";
import { isThenable } from "./thenable.ts";

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

it("a Date is one, and nothing that only looks like it", () => {
  expect(isDate(new Date(0))).toBe(true);
  expect(isDate(new Date(Number.NaN))).toBe(true);
  for (const none of [0, null, undefined, "2026-01-01", {}, Object.create(Date.prototype), new Proxy(new Date(), {})])
    expect(isDate(none)).toBe(false);
  expect(isDate(revoked())).toBe(false);
});

it("an error is one, also of a class without a constructor's work, and asking never throws", () => {
  expect([new Error("a"), new TypeError("a"), Object.create(Error.prototype)].map(isError)).toEqual([true, true, true]);
  expect([{ message: "a" }, "a", null, undefined, revoked()].map(isError)).toEqual([false, false, false, false, false]);
});

// biome-ignore-start lint/suspicious/noThenProperty: what await takes for a promise
it("a promise is what await takes for one", () => {
  const callable = Object.assign(() => {}, { then: () => {} });
  for (const one of [Promise.resolve(), { then: () => {} }, callable]) expect(isThenable(one)).toBe(true);
  for (const none of [null, undefined, 3, "then", {}, { then: 3 }, () => {}]) expect(isThenable(none)).toBe(false);
});
// biome-ignore-end lint/suspicious/noThenProperty: what await takes for a promise

it("a workflow or task is what says so itself", () => {
  expect(saysItIs({ stepwell: "task" }, "task")).toBe(true);
  expect(saysItIs({ stepwell: "task" }, "workflow")).toBe(false);
  expect(saysItIs({}, "task")).toBe(false);
  expect(saysItIs(revoked(), "task")).toBe(false);
});

it("a name is repeated in quotes, and what is none by its kind", () => {
  expect([quoted("a"), quoted('a"b'), quoted(null), quoted(3), quoted({})]).toEqual([
    '"a"',
    '"a\\"b"',
    "null",
    "(number)",
    "(object)",
  ]);
  expect(quoted("x".repeat(80))).toBe(`"${"x".repeat(80)}"`);
  expect(quoted("x".repeat(81))).toBe(`"${"x".repeat(80)}…"`);
});

it("a start for which there is no room is refused with what is in its way", () => {
  const conflict = refusalOf({ code: "concurrency-conflict", facts: { workflow: "order", key: "eu", holder: "a" } });
  expect(conflict).toMatchObject({ code: "concurrency-conflict", message: expect.stringMatching(/order.*eu.*a/su) });
  const unknown = refusalOf({ code: "unknown-limit", facts: { name: "gpv", nearest: "gpu", known: ["gpu"] } });
  expect(unknown).toMatchObject({ code: "unknown-limit", message: expect.stringContaining("gpv") });
  const small = refusalOf({ code: "limit-too-small", facts: { name: "gpu", units: 3, capacity: 2 } });
  expect(small).toMatchObject({ code: "limit-too-small", message: expect.stringMatching(/gpu.*2 units.*3/su) });
});
