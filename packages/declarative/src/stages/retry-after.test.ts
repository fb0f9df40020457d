import { expect, test } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

test.each<[string | string[] | undefined, number | undefined]>([
  ["0", 0],
  ["90", 90_000],
  [["5", "9"], 5_000],
  [" 7 ", 7_000],
  ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
  ["Thu, 01 Jan 2015 00:01:00 GMT", 0],
  ["999999999", 86_400_000],
  ["Thu, 01 Jan 2099 00:00:00 GMT", 86_400_000],
  ["", undefined],
  [undefined, undefined],
  ["-5", undefined],
  ["1.5", undefined],
  ["1e3", undefined],
  ["soon", undefined],
])("%j is %j ms from now", (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});
