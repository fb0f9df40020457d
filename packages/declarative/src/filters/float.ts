/** `'1.5' | float`. */
import { Decimal } from "../expressions/decimal.ts";
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";

export const float: Filter = {
  name: "float",
  arity: { least: 0, most: 0 },
  doc: "A number: of a text that is one, of a decimal (rounded to what a number can hold), 1 or 0 of a boolean.",
  example: { expression: "'1.5' | float", result: 1.5 },
  evaluate(value) {
    if (typeof value === "number") return value;
    if (typeof value === "boolean") return value ? 1 : 0;
    const decimal = Decimal.of(value);
    if (decimal === undefined) throw refusal("float", `${shown(value)} is not a number`);
    return Number(decimal.text);
  },
};
