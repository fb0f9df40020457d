/** JSON to values, and back. */
import { refusal } from "../refusal.ts";
import type { ExpressionFunction } from "../scope.ts";
import { jsonOf } from "../text.ts";
import { levelsOf, mostLevels } from "./json-depth.ts";

export const fromJson: ExpressionFunction = {
  name: "fromJson",
  arity: { least: 1, most: 1 },
  doc: "The value that a JSON text stands for. What is no text is given back as it is.",
  example: { expression: "fromJson('[1, 2]')[1]", result: 2 },
  evaluate([text]) {
    if (typeof text !== "string") return text;
    if (levelsOf(text) > mostLevels) throw refusal("fromJson", `it is nested deeper than ${mostLevels} levels`);
    try {
      return JSON.parse(text) as unknown;
    } catch (cause) {
      const problem = text.trim() === "" ? "the text is empty" : (cause as Error).message;
      throw refusal("fromJson", problem);
    }
  },
};

export const toJson: ExpressionFunction = {
  name: "toJson",
  arity: { least: 1, most: 1 },
  doc: "A value as JSON, indented for people. The filter `json` writes it on one line.",
  example: { expression: "toJson(fromJson('[1]'))", result: "[\n  1\n]" },
  evaluate: ([value]) => jsonOf(value, 2),
};
