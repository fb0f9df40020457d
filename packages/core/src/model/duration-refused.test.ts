import { expect, test } from "vitest";
import { type Duration, formatMs, toMs } from "./duration.ts";

function refused(duration: unknown): string {
  try {
    toMs(duration as Duration, 'step "x", timeout');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it was not refused");
}

const noFixedLength = "months and years have no fixed length; give days";

test.each([
  ["1 y", noFixedLength],
  ["1 year", noFixedLength],
  ["2 months", noFixedLength],
  ["1 mon", noFixedLength],
  ["1 yearly", 'there is no unit "yearly"'],
  ["1 amonth", 'there is no unit "amonth"'],
  ["5", '5 has no unit; write "5ms" or "5s"'],
  ["1h soon", 'cannot read "soon"'],
  ["soon", 'cannot read "soon"'],
  ["1h 2 hours", "it gives hours twice"],
  [" ", "it is empty"],
  [{ years: 1 }, noFixedLength],
  [{ months: 1 }, noFixedLength],
  [{ fortnights: 1 }, 'there is no part "fortnights"; known: weeks, days, hours, minutes, seconds, milliseconds'],
  [{ nanoseconds: 1 }, 'there is no part "nanoseconds"'],
  [{ microseconds: 1 }, 'there is no part "microseconds"'],
  [{ hours: -1 }, "hours is negative"],
  [{ hours: "1" }, "hours is not a number"],
  [{}, "it has no parts"],
  [null, "it is neither a number, nor text, nor an object"],
  [-1, "it is negative"],
  [Number.NaN, "it is not a number"],
  [11 * 365 * 86_400_000, "it is longer than 10 years"],
])("%j is refused: %s", (duration, problem) => {
  expect(refused(duration)).toContain(problem);
});

test.each([
  ["soon", '"soon"'],
  ["x".repeat(200), `"${"x".repeat(100)}"`],
  [null, "null"],
  [-1, "-1"],
  [{ hours: -1, days: 2 }, "{ hours: -1, days: 2 }"],
  [{}, "{}"],
  [Temporal.Duration.from({ years: 1, days: 3 }), "P1Y3D"],
])("the error repeats %j", (duration, shown) => {
  expect(refused(duration)).toContain(shown);
});

test("a value of any length makes no endless error", () => {
  expect(refused("x".repeat(1e6)).length).toBeLessThan(400);
  expect(refused({ ["x".repeat(1e6)]: 1 }).length).toBeLessThan(500);
  expect(refused({ hours: "x".repeat(1e6) }).length).toBeLessThan(500);
});

test("what cannot be read is refused, and nothing else is thrown", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(refused(proxy)).toMatch(/it cannot be read.*\(object\)|\(object\).*it cannot be read/su);
});

test("text of 100 characters is read, of 101 refused", () => {
  expect(toMs("1ms".padEnd(100))).toBe(1);
  expect(refused("1ms".padEnd(101))).toContain("longer than 100 characters");
});

test("parts may be zero, and some of what makes a Temporal.Duration makes none", () => {
  expect(toMs({ hours: 0 })).toBe(0);
  const parts = { sign: 1, hours: 1 };
  expect(refused(parts)).toContain('there is no part "sign"');
  expect(refused({ ...parts, nanoseconds: 0 })).toContain("there is no part");
  expect(refused({ hours: 1, nanoseconds: 0, months: 0 })).toMatch(/there is no part|no fixed length/u);
});

test("nobody said where: it is a duration", () => {
  expect(() => toMs("soon")).toThrow(/a duration/u);
});

test("no time at all, and what is no number, is 0ms", () => {
  expect([0, -5, Number.NaN, "1" as never].map(formatMs)).toEqual(["0ms", "0ms", "0ms", "0ms"]);
});
