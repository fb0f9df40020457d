/** `case(condition, value, …, otherwise)`. */
import { refusal } from "../refusal.ts";
import type { ExpressionFunction } from "../scope.ts";

export const choice: ExpressionFunction = {
  name: "case",
  arity: { least: 3, most: Number.POSITIVE_INFINITY },
  doc: "The value after the first condition that is true; if none is, the last argument.",
  example: { expression: "case(1 > 2, 'more', 1 < 2, 'less', 'equal')", result: "less" },
  evaluate(given) {
    if (given.length % 2 === 0)
      throw refusal("case", "the last argument is the value for when no condition holds; it is missing");
    for (let n = 0; n + 1 < given.length; n += 2) {
      const condition = given[n];
      if (typeof condition !== "boolean") throw refusal("case", `condition ${n / 2 + 1} is neither true nor false`);
      if (condition) return given[n + 1];
    }
    return given[given.length - 1];
  },
};
