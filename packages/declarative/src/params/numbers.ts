/** Params that are numbers. Texts are taken where they are exactly one: forms and commands have nothing else. */
import { Decimal } from "../expressions/decimal.ts";
import { type Coerce, isNot } from "./coerced.ts";

export const int: Coerce = (value) => {
  const number = typeof value === "string" && /^[+-]?\d+$/.test(value) ? Number(value) : value;
  if (typeof number === "bigint" ? !isSafe(number) : Number.isInteger(number) && !Number.isSafeInteger(number)) {
    return isNot(value, "within ±2^53", "make it a decimal or a str");
  }
  if (typeof number === "bigint") return { value: Number(number) };
  return Number.isInteger(number) ? { value: Number(number) || 0 } : isNot(value, "a whole number");
};

export const float: Coerce = (value) => {
  if (typeof value === "number" && Number.isFinite(value)) return { value: value || 0 };
  const decimal = typeof value === "string" || value instanceof Decimal ? Decimal.of(value) : undefined;
  const number = Number(decimal?.text);
  return Number.isFinite(number) ? { value: number || 0 } : isNot(value, "a number");
};

/** Kept as text: as many digits as were given. */
export const decimal: Coerce = (value) => {
  const found = Decimal.of(value);
  return found === undefined ? isNot(value, "a decimal number") : { value: found.text };
};

function isSafe(value: bigint): boolean {
  return BigInt.asIntN(54, value) === value;
}
