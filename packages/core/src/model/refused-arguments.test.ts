import { expect, it } from "vitest";
import { listOf } from "./list-of.ts";
import { checkLogLevel, checkLogText, checkProgress } from "./log.ts";
import { RetryAfter } from "./retry-signals.ts";

const place = { where: "startMany", option: "items" };

it("a list is an array, or what can be gone through", () => {
  const items = [1, 2];
  expect(listOf(items, place)).toBe(items);
  expect(listOf(new Set(items), place)).toEqual(items);
  expect(listOf(items.values(), place)).toEqual(items);
});

it("text, numbers and nothing are no lists", () => {
  expect(() => listOf("ab", place)).toThrow(/"items".*not text/su);
  for (const none of [3, null, undefined, {}])
    expect(() => listOf(none as never, place)).toThrow(/must be a list: an/u);
});

it("a list that breaks off is refused with why", () => {
  const broken = (function* () {
    yield 1;
    throw new Error("the end");
  })();
  const refused = expect.objectContaining({ code: "invalid-option", cause: new Error("the end") });
  expect(() => listOf(broken, place)).toThrow(refused);
});

it("a log line has one of four levels", () => {
  for (const level of ["debug", "info", "warn", "error"]) expect(checkLogLevel(level, "log")).toBe(level);
  for (const level of ["fatal", 3, undefined])
    expect(() => checkLogLevel(level, "log")).toThrow(/debug, info, warn, error/u);
});

it("a log line's text may be anything that has a text", () => {
  expect([checkLogText("a", "log"), checkLogText(3, "log"), checkLogText(null, "log")]).toEqual(["a", "3", "null"]);
  expect(() => checkLogText(Object.create(null), "log")).toThrow(/cannot be made text/u);
});

it("progress is told in numbers", () => {
  expect(() => checkProgress(0, undefined, "progress")).not.toThrow();
  expect(() => checkProgress(1, 2, "progress")).not.toThrow();
  for (const done of ["1", Number.NaN, Number.POSITIVE_INFINITY, undefined])
    expect(() => checkProgress(done, 2, "progress")).toThrow(/"done".*must be a number/su);
  for (const total of ["1", Number.NaN, null])
    expect(() => checkProgress(1, total, "progress")).toThrow(/"total".*must be a number/su);
});

it("RetryAfter takes a duration, a message and a cause, and nothing else", () => {
  const cause = new Error("busy");
  expect(new RetryAfter("90 s")).toMatchObject({
    name: "RetryAfter",
    afterMs: 90_000,
    message: "retry after 90000 ms",
  });
  expect(new RetryAfter(5, { message: "busy", cause })).toMatchObject({ afterMs: 5, message: "busy", cause });
  expect(new RetryAfter(5)).not.toHaveProperty("cause");
  expect(() => new RetryAfter(5, { message: 3 as never })).toThrow(/"message".*must be a text/su);
  expect(() => new RetryAfter(5, { because: "x" } as never)).toThrow(/"because".*is unknown/su);
  expect(() => new RetryAfter("soon" as never)).toThrow(expect.objectContaining({ code: "invalid-duration" }));
});
