/** `needs | values`. */
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { membersOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

export const values: Filter = {
  name: "values",
  arity: { least: 0, most: 0 },
  doc: "The values of a map's members, in their order.",
  example: { expression: 'fromJson(\'{"a": 1, "b": 2}\') | values', result: [1, 2] },
  evaluate(value) {
    if (kindOf(value) !== "map") throw refusal("values", `it takes a map, not ${shown(value)}`);
    return membersOf(value as object).map(([, member]) => member);
  },
};
