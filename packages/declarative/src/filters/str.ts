/** `params.day | str`. */
import type { Filter } from "../expressions/scope.ts";
import { textOf } from "../expressions/text.ts";

export const str: Filter = {
  name: "str",
  arity: { least: 0, most: 0 },
  doc: "The value's text, as it stands in a template: nothing for null, compact JSON for lists and maps.",
  example: { expression: "3 | str", result: "3" },
  evaluate: textOf,
};
