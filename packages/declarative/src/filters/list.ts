/** `params.map | list`. */
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { membersOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

export const list: Filter = {
  name: "list",
  arity: { least: 0, most: 0 },
  doc: "A list: of a map its keys, of a text its characters, nothing of null; a list is itself.",
  example: { expression: "'abc' | list", result: ["a", "b", "c"] },
  evaluate(value) {
    switch (kindOf(value)) {
      case "list":
        return value;
      case "map":
        return membersOf(value as object).map(([key]) => key);
      case "text":
        return [...(value as string)];
      case "null":
        return [];
      default:
        throw refusal("list", `${shown(value)} cannot be taken apart`);
    }
  },
};
