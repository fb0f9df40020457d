/** `params.env | lower`. */
import type { Filter } from "../expressions/scope.ts";
import { wordsOf } from "./words-of.ts";

export const lower: Filter = {
  name: "lower",
  arity: { least: 0, most: 0 },
  doc: "The text in small letters.",
  example: { expression: "'PROD' | lower", result: "prod" },
  evaluate: (value) => wordsOf("lower", value).toLowerCase(),
};
