/** `params.limits | json`. */
import type { Filter } from "../expressions/scope.ts";
import { jsonOf } from "../expressions/text.ts";

export const json: Filter = {
  name: "json",
  arity: { least: 0, most: 0 },
  doc: "The value as JSON on one line.",
  example: { expression: "fromJson('{ \"a\": [1] }') | json", result: '{"a":[1]}' },
  evaluate: (value) => jsonOf(value),
};
