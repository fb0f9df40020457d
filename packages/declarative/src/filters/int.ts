/** `'42' | int`. */
import { Decimal } from "../expressions/decimal.ts";
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";

export const int: Filter = {
  name: "int",
  arity: { least: 0, most: 0 },
  doc: "A whole number: of a text that is one, of a number without what stands after its point, 1 or 0 of a boolean.",
  example: { expression: "'42' | int", result: 42 },
  evaluate(value) {
    const whole = wholeOf(value);
    if (whole === undefined) throw refusal("int", `${shown(value)} is not a whole number`);
    if (!Number.isSafeInteger(whole)) throw refusal("int", `${shown(value)} is beyond 2^53: keep it as text`);
    return whole === 0 ? 0 : whole;
  },
};

function wholeOf(value: unknown): number | undefined {
  if (typeof value === "string") return /^\s*[+-]?\d+\s*$/.test(value) ? Number(value) : undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (typeof value !== "number" && typeof value !== "bigint" && !(value instanceof Decimal)) return undefined;
  return Number.isFinite(Number(value)) ? Math.trunc(Number(value)) : undefined;
}
