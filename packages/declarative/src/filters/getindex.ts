/** `params.regions | getindex(0)`. */
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { kindOf } from "../expressions/value.ts";

export const getindex: Filter = {
  name: "getindex",
  arity: { least: 1, most: 2 },
  doc: "The element of a list, counted from 0, or from the end with -1; the second argument where there is none, and an error without one.",
  example: { expression: "fromJson('[1, 2, 3]') | getindex(-1)", result: 3 },
  evaluate(list, [index, ...otherwise]) {
    if (kindOf(list) !== "list") throw refusal("getindex", `it takes a list, not ${shown(list)}`);
    if (!Number.isInteger(index)) throw refusal("getindex", `${shown(index)} is not a whole number`);
    const elements = list as readonly unknown[];
    const at = Number(index) < 0 ? elements.length + Number(index) : Number(index);
    if (at >= 0 && at < elements.length) return elements[at];
    if (otherwise.length > 0) return otherwise[0];
    throw refusal("getindex", `the list of ${elements.length} has no element ${index}`);
  },
};
