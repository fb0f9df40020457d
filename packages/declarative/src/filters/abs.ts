/** `params.shift | abs`. */
import { Decimal } from "../expressions/decimal.ts";
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";

export const abs: Filter = {
  name: "abs",
  arity: { least: 0, most: 0 },
  doc: "The number without its sign.",
  example: { expression: "-3 | abs", result: 3 },
  evaluate(value) {
    if (typeof value === "number") return Math.abs(value);
    if (typeof value === "bigint") return value < 0n ? -value : value;
    if (value instanceof Decimal) return Decimal.parse(value.text.replace("-", ""));
    throw refusal("abs", `it takes a number, not ${shown(value)}`);
  },
};
