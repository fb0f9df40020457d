import { expect, test } from "vitest";
import { IsoTime } from "./iso-time.ts";

test.each([
  ["2026-01-02", Date.UTC(2026, 0, 2)],
  ["2026-01-02T03:04", Date.UTC(2026, 0, 2, 3, 4)],
  ["2026-01-02 03:04:05.678901", Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
  ["2026-01-02T03:04:05Z", Date.UTC(2026, 0, 2, 3, 4, 5)],
  ["2026-01-02T03:04:05+07:00", Date.UTC(2026, 0, 1, 20, 4, 5)],
  ["2026-01-02T03:04:05-0330", Date.UTC(2026, 0, 2, 6, 34, 5)],
  ["0001-01-01", -62135596800000],
  ["2024-02-29", Date.UTC(2024, 1, 29)],
])("%s is a time", (text, epochMs) => {
  expect(IsoTime.parse(text)?.epochMs).toBe(epochMs);
});

test.each([
  "2026-02-29",
  "2026-13-01",
  "2026-04-31",
  "2026-01-01T24:00",
  "2026-01-01T00:60",
  "2026-01-01T00:00+25:00",
  "26-1-1",
  "today",
  "2026-01-02T",
])("%s is none", (text) => {
  expect(IsoTime.parse(text)).toBeUndefined();
});
