/** `params.regions | length`. */
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { membersOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

export const length: Filter = {
  name: "length",
  arity: { least: 0, most: 0 },
  doc: "How many elements a list, members a map, or characters a text has.",
  example: { expression: "'naïve 🚀' | length", result: 7 },
  evaluate(value) {
    switch (kindOf(value)) {
      case "list":
        return (value as readonly unknown[]).length;
      case "map":
        return membersOf(value as object).length;
      case "text":
        return [...(value as string)].length;
      default:
        throw refusal("length", `${shown(value)} has no length`);
    }
  },
};
