/** `params.env | upper`. */
import type { Filter } from "../expressions/scope.ts";
import { wordsOf } from "./words-of.ts";

export const upper: Filter = {
  name: "upper",
  arity: { least: 0, most: 0 },
  doc: "The text in capital letters.",
  example: { expression: "'prod' | upper", result: "PROD" },
  evaluate: (value) => wordsOf("upper", value).toUpperCase(),
};
