import { expect, test } from "vitest";
import { IsoTime } from "./iso-time.ts";
import { instantIn, inZone, isZone } from "./zone.ts";

const time = (text: string): IsoTime => IsoTime.parse(text) as IsoTime;
const instant = (zone: string, text: string): string | undefined => {
  const epochMs = instantIn(zone, time(text).face);
  return epochMs === undefined ? undefined : new Date(epochMs).toISOString();
};

test.each([
  ["UTC", "2026-01-01T00:00:00", "2026-01-01T00:00:00.000Z"],
  ["Asia/Bangkok", "2026-01-01T00:00:00", "2025-12-31T17:00:00.000Z"],
  ["Europe/Berlin", "2026-07-01T12:00:00", "2026-07-01T10:00:00.000Z"],
  ["America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00.000Z"],
  ["Europe/Berlin", "2026-03-29T01:59:59", "2026-03-29T00:59:59.000Z"],
  ["Europe/Berlin", "2026-03-29T03:00:00", "2026-03-29T01:00:00.000Z"],
  ["Pacific/Apia", "2011-12-31T00:00:00", "2011-12-30T10:00:00.000Z"],
  ["Australia/Lord_Howe", "2026-04-05T01:45:00", "2026-04-04T14:45:00.000Z"],
])("in %s, %s is %s", (zone, wall, expected) => {
  expect(instant(zone, wall)).toBe(expected);
});

test("a time that the clocks skip is no instant", () => {
  expect(instant("Europe/Berlin", "2026-03-29T02:30:00")).toBeUndefined();
  expect(instant("Pacific/Apia", "2011-12-30T12:00:00")).toBeUndefined();
});

test.each([
  ["2026-07-01T00:00:00.123456Z", "Europe/Berlin", "2026-07-01T02:00:00.123456+02:00"],
  ["2026-01-01T00:00:00-05:00", "UTC", "2026-01-01T05:00:00Z"],
  ["2026-01-01T00:00:00Z", "America/St_Johns", "2025-12-31T20:30:00-03:30"],
  ["0050-01-01T00:00:00Z", "UTC", "0050-01-01T00:00:00Z"],
])("%s is shown in %s as %s", (from, zone, expected) => {
  const shown = inZone(time(from), zone);
  expect(String(shown)).toBe(expected);
  expect(shown.epochMs).toBe(time(from).epochMs);
});

test("zones go by the names of the database", () => {
  expect(["UTC", "utc", "Europe/berlin", "Asia/Kolkata", "Etc/GMT+5"].filter((zone) => !isZone(zone))).toEqual([]);
  expect(["", "+07:00", "Mars/Olympus", "UTC; rm", "Local", " "].filter(isZone)).toEqual([]);
});
