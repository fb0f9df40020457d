/** `format('{0} of {1}', a, b)`. */
import { refusal } from "../refusal.ts";
import type { ExpressionFunction } from "../scope.ts";
import { textOf } from "../text.ts";

/** In this order: a doubled brace is a brace before it can open or close anything. What else has a brace is wrong. */
const braces = /\{\{|\}\}|\{(\d+)(?:[^{}\d][^{}]*)?\}|[{}]/g;

export const format: ExpressionFunction = {
  name: "format",
  arity: { least: 1, most: 255 },
  doc: "A text with `{0}`, `{1}` … replaced by the other arguments; `{{` and `}}` stand for braces.",
  example: { expression: "format('{0} of {1}', 3, 'four')", result: "3 of four" },
  evaluate([pattern, ...values]) {
    return textOf(pattern).replace(braces, (found, digits: string | undefined) => {
      if (found === "{{" || found === "}}") return found.charAt(0);
      if (digits === undefined) throw refusal("format", `a ${found} stands alone: double it, or close it`);
      const index = Number(digits);
      if (index >= values.length) throw refusal("format", `{${digits}} has no value, there are ${values.length}`);
      return textOf(values[index]);
    });
  },
};
