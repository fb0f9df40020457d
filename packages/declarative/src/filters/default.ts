/** `params.name | default('nobody')`. */
import type { Filter } from "../expressions/scope.ts";

export const byDefault: Filter = {
  name: "default",
  arity: { least: 1, most: 1 },
  doc: "The argument where the value is unknown, null or an empty text; otherwise the value.",
  example: { expression: "'' | default('nobody')", result: "nobody" },
  acceptsUnknown: true,
  evaluate: (value, [otherwise]) => (value === null || value === undefined || value === "" ? otherwise : value),
};
