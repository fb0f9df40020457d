/** `needs | keys`. */
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { membersOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

export const keys: Filter = {
  name: "keys",
  arity: { least: 0, most: 0 },
  doc: "The names of a map's members, in their order.",
  example: { expression: 'fromJson(\'{"a": 1, "b": 2}\') | keys', result: ["a", "b"] },
  evaluate(value) {
    if (kindOf(value) !== "map") throw refusal("keys", `it takes a map, not ${shown(value)}`);
    return membersOf(value as object).map(([key]) => key);
  },
};
