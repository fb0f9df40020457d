/** What is wrong with expressions and templates, as they are read and as they are evaluated. */
import type { CatalogueEntry } from "@stepwell/core";

export const expressionsErrors = {
  "expression-syntax": {
    message: (f: { problem: string; cure: string }) => `the expression cannot be read: ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "expression-failed": {
    message: (f: { where: string; expression: string; part: string; problem: string }) =>
      `${f.where}\${{ ${f.expression} }}: ${f.part}: ${f.problem}`,
    hint: "correct the expression, or what it is given; where a path may be unknown, write a.b? or a.b | coalesce('other')",
  },
  "argument-refused": {
    message: (f: { name: string; problem: string }) => `${f.name}: ${f.problem}`,
    hint: "the reference says what each function and filter takes",
  },
} as const satisfies Record<string, CatalogueEntry>;
