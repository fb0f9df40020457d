import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Duration, formatMs, toMs } from "./duration.ts";
import { limits } from "./limits.ts";

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe("a duration", () => {
  test.each([
    [0, 0],
    [1_500, 1_500],
    [0.4, 0],
    [0.6, 1],
    ["500ms", 500],
    ["1 millisecond", 1],
    ["250 milliseconds", 250],
    ["0.5s", 500],
    ["2 sec", 2 * second],
    ["2 secs", 2 * second],
    ["1 second", second],
    ["30 seconds", 30 * second],
    ["1m", minute],
    ["5 min", 5 * minute],
    ["5 mins", 5 * minute],
    ["1 minute", minute],
    ["10 minutes", 10 * minute],
    ["1.5 h", 1.5 * hour],
    ["2 hr", 2 * hour],
    ["2 hrs", 2 * hour],
    ["1 hour", hour],
    ["2 hours", 2 * hour],
    ["3d", 3 * day],
    ["1 day", day],
    ["3 days", 3 * day],
    ["1w", 7 * day],
    ["1 week", 7 * day],
    ["2 weeks", 14 * day],
    ["1h 30m", 1.5 * hour],
    ["  1h30m  5s ", 1.5 * hour + 5 * second],
    ["0.07s", 70],
    [{ hours: 2 }, 2 * hour],
    [{ weeks: 1, days: 1, hours: 1, minutes: 1, seconds: 1, milliseconds: 1 }, 8 * day + hour + minute + second + 1],
    [{ hours: 1.5 }, 1.5 * hour],
    ["10 weeks", 70 * day],
    [limits.durationMaxMs, limits.durationMaxMs],
  ] satisfies [Duration, number][])("%o is %d ms", (duration, ms) => {
    expect(toMs(duration, "test")).toBe(ms);
  });

  test("may be a Temporal.Duration, or one of its polyfills", () => {
    expect(toMs(Temporal.Duration.from("P1W2DT3H4M5.006S"), "test")).toBe(9 * day + 3 * hour + 4 * minute + 5_006);
    expect(toMs(Temporal.Duration.from({ microseconds: 1_600 }), "test")).toBe(2);
    const parts = {
      weeks: 0,
      days: 0,
      hours: 1,
      minutes: 0,
      seconds: 0,
      milliseconds: 0,
      microseconds: 0,
      nanoseconds: 0,
    };
    expect(toMs({ years: 0, months: 0, sign: 1, ...parts }, "test")).toBe(hour);
  });

  test.each([
    ["5", "5 has no unit"],
    ["", "it is empty"],
    ["  ", "it is empty"],
    ["soon", 'cannot read "soon"'],
    ["1h soon", 'cannot read "soon"'],
    ["1h 1h", "it gives hours twice"],
    ["1m 1 minute", "it gives minutes twice"],
    ["-5s", 'cannot read "-5s"'],
    ["1,5h", "1 has no unit"],
    ["1e3s", 'there is no unit "e"'],
    ["PT1H", 'cannot read "PT1H"'],
    ["5 M", "5 has no unit"],
    ["2 months", "months and years have no fixed length"],
    ["1y", "months and years have no fixed length"],
    ["5 toString", "there is no unit"],
    ["1".repeat(101), "it is longer than 100 characters"],
    [Number.NaN, "it is not a number"],
    [-1, "it is negative"],
    [Number.POSITIVE_INFINITY, "it is longer than 10 years"],
    [Number.NEGATIVE_INFINITY, "it is negative"],
    [limits.durationMaxMs + 1, "it is longer than 10 years"],
    ["522 weeks", "it is longer than 10 years"],
    [`${"9".repeat(90)} w`, "it is longer than 10 years"],
    [{}, "it has no parts"],
    [{ hours: undefined }, "it has no parts"],
    [{ hours: -1 }, "hours is negative"],
    [{ hours: 2, minutes: -1 }, "minutes is negative"],
    [{ hours: Number.NaN }, "hours is not a number"],
    [{ hours: "2" }, "hours is not a number"],
    [{ hour: 2 }, 'there is no part "hour"'],
    [{ months: 1 }, "months and years have no fixed length"],
    [{ nanoseconds: 1 }, 'there is no part "nanoseconds"'],
    [[5], 'there is no part "0"'],
    [null, "it is neither a number, nor text, nor an object"],
    [5n, "it is neither a number, nor text, nor an object"],
    [Temporal.Duration.from({ months: 1 }), "months and years have no fixed length"],
    [Temporal.Duration.from({ years: 1 }), "months and years have no fixed length"],
    [Temporal.Duration.from({ hours: -1 }), "it is negative"],
  ])("%o is refused: %s", (duration, problem) => {
    expect(() => toMs(duration as Duration, 'step "x", timeout')).toThrow(
      expect.objectContaining({
        code: "invalid-duration",
        facts: expect.objectContaining({ where: 'step "x", timeout', problem: expect.stringContaining(problem) }),
      }),
    );
  });

  test("negative zero is zero", () => {
    expect(Object.is(toMs(-0, "test"), 0)).toBe(true);
  });

  test("text is read as the sum of its parts, in any order", () => {
    const units = [
      ["w", 7 * day],
      ["days", day],
      ["h", hour],
      ["min", minute],
      ["s", second],
      ["ms", 1],
    ] as const;
    const parts = fc.shuffledSubarray([...units], { minLength: 1 });
    const property = fc.property(parts, fc.infiniteStream(fc.nat(99)), (chosen, amounts) => {
      const given = chosen.map(([unit, ms]) => ({ unit, ms, amount: amounts.next().value as number }));
      const sum = given.reduce((total, { amount, ms }) => total + amount * ms, 0);
      expect(toMs(given.map(({ amount, unit }) => `${amount}${unit}`).join(" "), "test")).toBe(sum);
    });
    fc.assert(property);
  });
});

describe("for people", () => {
  test.each([
    [0, "0ms"],
    [-5, "0ms"],
    [Number.NaN, "0ms"],
    [3.7, "3ms"],
    [99, "99ms"],
    [100, "0.1s"],
    [800, "0.8s"],
    [14_200, "14.2s"],
    [59_999, "59.9s"],
    [minute, "1m 00s"],
    [125_000, "2m 05s"],
    [hour - 1, "59m 59s"],
    [hour, "1h 00m"],
    [22 * hour + 10 * minute, "22h 10m"],
    [day - 1, "23h 59m"],
    [day, "1d 0h"],
    [3 * day + 4 * hour + 59 * minute, "3d 4h"],
  ])("%d ms is shown as %s", (ms, text) => {
    expect(formatMs(ms)).toBe(text);
  });

  test("what is shown can be read again, and is never more than it was", () => {
    const property = fc.property(fc.oneof(fc.nat(200_000), fc.integer({ min: 0, max: limits.durationMaxMs })), (ms) => {
      const step = ms < 100 ? 1 : ms < minute ? 100 : ms < hour ? second : ms < day ? minute : hour;
      const lost = ms - toMs(formatMs(ms), "test");
      expect(lost).toBeGreaterThanOrEqual(0);
      expect(lost).toBeLessThan(step);
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});
