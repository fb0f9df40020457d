import { expect, test } from "vitest";
import { formatBytes, readBytes } from "./bytes.ts";

test.each([
  [1, 1],
  [1024, 1024],
  ["512 B", 512],
  ["1KB", 1024],
  ["256 MB", 256 * 2 ** 20],
  ["256 MiB", 256 * 2 ** 20],
  [" 1.5 gb ", 1.5 * 2 ** 30],
])("%j is %s bytes", (given, bytes) => {
  expect(readBytes(given)).toBe(bytes);
});

test.each([
  0,
  -1,
  1.5,
  Number.NaN,
  "",
  "256",
  "MB",
  "1 TB",
  "-1 MB",
  "1 MB more",
  "0 MB",
  "0.1 B",
  null,
  {},
  `${"9".repeat(400)} GB`,
])("%j is no amount of memory", (given) => {
  expect(readBytes(given)).toMatch(/^must be /);
});

test("is written for people", () => {
  expect([1, 2048, 64 * 2 ** 20, 1.5 * 2 ** 30].map(formatBytes)).toEqual(["1 B", "2 KB", "64 MB", "1.5 GB"]);
});
