import { expect, test } from "vitest";
import { Decimal } from "./decimal.ts";
import { IsoTime } from "./iso-time.ts";
import { keptValue } from "./kept-value.ts";
import { Secret } from "./secret.ts";

const day = IsoTime.of("2024-01-01");
const price = Decimal.of("1.50");

test("times and decimals are their texts, wherever they are", () => {
  const value = { day, prices: [1, price], map: new Map([["at", [IsoTime.of("2024-01-01T09:00:00+07:00")]]]) };
  expect(keptValue(value)).toEqual({
    day: "2024-01-01",
    prices: [1, "1.50"],
    map: new Map([["at", ["2024-01-01T09:00:00+07:00"]]]),
  });
});

test("what has none of them is given back itself, and so are secrets and other objects", () => {
  const value = { text: "2024-01-01", list: [1, null, { secret: new Secret("x"), at: new Date(0) }] };
  expect(keptValue(value)).toBe(value);
});
