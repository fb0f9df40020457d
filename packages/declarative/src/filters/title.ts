/** `'new york' | title`. */
import type { Filter } from "../expressions/scope.ts";
import { wordsOf } from "./words-of.ts";

export const title: Filter = {
  name: "title",
  arity: { least: 0, most: 0 },
  doc: "The text with each word beginning with a capital letter and going on in small ones.",
  example: { expression: "'new YORK' | title", result: "New York" },
  evaluate: (value) =>
    wordsOf("title", value).replace(/\p{L}+/gu, (word) => {
      const [first = "", ...rest] = word;
      return first.toUpperCase() + rest.join("").toLowerCase();
    }),
};
