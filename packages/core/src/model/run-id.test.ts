import fc from "fast-check";
import { expect, it } from "vitest";
import { newRunId } from "./run-id.ts";

const now = Date.UTC(2026, 10, 22, 12);
const bytes = (byte: number) => new Uint8Array(8).fill(byte);

it("has a time and eight random digits, none of which look alike", () => {
  const random = Uint8Array.from([0, 1, 31, 32, 63, 64, 128, 255]);
  expect(newRunId(now, random)).toMatch(/^r-[0-9a-hjkmnp-z]{15}$/u);
  expect(newRunId(now, random).slice(-8)).toBe("01z0z00z");
});

it("sorts by time, whatever is random in it", () => {
  const at = fc.integer({ min: Date.UTC(2026), max: Date.UTC(2060) });
  const random = fc.uint8Array({ minLength: 8, maxLength: 8 });
  const property = fc.property(at, fc.integer({ min: 34, max: 1e9 }), random, random, (at, later, a, b) => {
    expect(newRunId(at, a) < newRunId(at + later, b)).toBe(true);
  });
  fc.assert(property);
});

it("begins to count in 2026; a clock before that is taken as that", () => {
  expect(newRunId(Date.UTC(2026), bytes(0))).toBe("r-000000000000000");
  expect(newRunId(Date.UTC(2026) + 33, bytes(0))).toBe("r-000000000000000");
  expect(newRunId(Date.UTC(2026) + 34, bytes(0))).toBe("r-000000100000000");
  expect(newRunId(0, bytes(0))).toBe("r-000000000000000");
});
