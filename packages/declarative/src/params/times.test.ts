import { expect, test } from "vitest";
import { outcome } from "./given-param.fixture.ts";

const zoned = (toText: string, tag: string): object => ({
  toString: () => toText,
  [Symbol.toStringTag]: `Temporal.${tag}`,
});

test.each([
  ["2026-07-01T12:00:00Z", "UTC", "2026-07-01T12:00:00Z"],
  ["2026-07-01T12:00:00+07:00", "UTC", "2026-07-01T05:00:00Z"],
  ["2026-07-01T12:00:00+07:00", "Europe/Berlin", "2026-07-01T07:00:00+02:00"],
  ["2026-07-01T12:00", "Europe/Berlin", "2026-07-01T12:00:00+02:00"],
  ["2026-01-01", "Asia/Bangkok", "2026-01-01T00:00:00+07:00"],
  ["2026-01-01 10:00:00.123456", "Asia/Bangkok", "2026-01-01T10:00:00.123456+07:00"],
  ["2026-11-01T01:30", "America/New_York", "2026-11-01T01:30:00-04:00"],
  [new Date("2026-07-01T12:00:00Z"), "Europe/Berlin", "2026-07-01T14:00:00+02:00"],
  [zoned("2026-07-01T12:00:00+07:00[Asia/Bangkok]", "ZonedDateTime"), "UTC", "2026-07-01T05:00:00Z"],
  [zoned("2026-07-01T12:00:00", "PlainDateTime"), "Asia/Bangkok", "2026-07-01T12:00:00+07:00"],
  [
    "2026-03-29T02:30",
    "Europe/Berlin",
    'refused: "2026-03-29T02:30" is not a time in Europe/Berlin: its clocks skip it, they are put forward then',
  ],
  [1_700_000_000, "UTC", expect.stringContaining("refused: 1700000000 is not a time")],
  ["yesterday", "UTC", expect.stringContaining('refused: "yesterday" is not a time')],
])("a datetime given as %s in %s is converted, never relabelled", async (value, zone, expected) => {
  expect(await outcome("datetime", value, { zone })).toEqual(expected);
});

test("a date of Temporal is one", async () => {
  expect(await outcome("date", zoned("2026-02-28", "PlainDate"))).toBe("2026-02-28");
});
