/** What is wrong with expressions and templates, as they are read and as they are evaluated. */
import type { CatalogueEntry } from "@stepwell/core";

/** "a, b, c"; cut after the first 20. */
function listed(words: readonly string[]): string {
  if (words.length === 0) return "none";
  return words.length > 20 ? `${words.slice(0, 20).join(", ")}, …` : words.join(", ");
}

export const expressionsErrors = {
  "expression-syntax": {
    message: (f: { problem: string; cure: string }) => `the expression cannot be read: ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "expression-failed": {
    /** `unset`: a variable that had no value when the run began. */
    message: (f: { where: string; expression: string; part: string; problem: string; unset?: boolean }) =>
      `${f.where}\${{ ${f.expression} }}: ${f.part === f.expression ? "" : `${f.part}: `}${f.problem}`,
    hint: "correct the expression, or what it is given; where a path may be unknown, write a.b? or a.b | coalesce('other')",
  },
  "argument-refused": {
    message: (f: { name: string; problem: string }) => `${f.name}: ${f.problem}`,
    hint: "the reference says what each function and filter takes",
  },
  "unknown-name": {
    message: (f: { called: string; name: string; known: readonly string[]; nearest: string }) =>
      `there is no ${f.called} "${f.name}"; known: ${listed(f.known)}`,
    hint: (f: { called: string; nearest: string }) =>
      f.nearest !== ""
        ? `did you mean "${f.nearest}"?`
        : f.called === "function" || f.called === "filter"
          ? "the reference lists all functions and filters; plugins add theirs"
          : "correct the name, or write ? behind it if it may be unknown",
  },
  "wrong-arguments": {
    message: (f: { name: string; takes: string; given: number }) => `${f.name} takes ${f.takes}, not ${f.given}`,
    hint: "the reference shows an example of each function and filter",
  },
} as const satisfies Record<string, CatalogueEntry>;
