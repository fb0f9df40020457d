import fc from "fast-check";
import { expect, test } from "vitest";
import { Decimal } from "./decimal.ts";

test.each([
  ["1", "1"],
  ["-01.50", "-1.50"],
  [".5", "0.5"],
  ["5.", "5"],
  ["-0.00", "0.00"],
  ["1e3", "1000"],
  ["1.25e1", "12.5"],
  ["1.5e-3", "0.0015"],
  ["12345678901234567890.123456789", "12345678901234567890.123456789"],
])("%s is %s", (text, expected) => {
  expect(String(Decimal.parse(text))).toBe(expected);
});

test.each(["", ".", "-", "1,5", "0x10", "1e99999", "NaN", "1 2", "--1", "1".repeat(2_000)])(
  "%j is no decimal",
  (text) => {
    expect(Decimal.parse(text)).toBeUndefined();
  },
);

test("they compare as their numbers do", () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), fc.nat(6), fc.nat(6), (a, b, one, other) => {
      const scaled = (n: number, places: number): Decimal => Decimal.parse(`${n}e-${places}`) as Decimal;
      const exact = Math.sign(Number(BigInt(a) * 10n ** BigInt(other) - BigInt(b) * 10n ** BigInt(one)));
      expect(scaled(a, one).compare(scaled(b, other))).toBe(exact);
    }),
  );
});
