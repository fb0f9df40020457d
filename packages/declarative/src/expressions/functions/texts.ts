/** Functions that look into texts and lists, or make texts. */
import type { ExpressionFunction } from "../scope.ts";
import { textOf } from "../text.ts";
import { equal, folded, kindOf } from "../value.ts";

const two = { least: 2, most: 2 };

export const contains: ExpressionFunction = {
  name: "contains",
  arity: two,
  doc: "Whether a list has the item, or a text has the other in it, whatever the case.",
  example: { expression: "contains('Hello', 'ell')", result: true },
  evaluate([search, item]) {
    if (kindOf(search) === "list") return (search as unknown[]).some((element) => equal(item, element));
    return isSimple(search) && isSimple(item) && textOf(search).toLowerCase().includes(textOf(item).toLowerCase());
  },
};

export const startsWith: ExpressionFunction = {
  name: "startsWith",
  arity: two,
  doc: "Whether a text begins with the other, whatever the case.",
  example: { expression: "startsWith('refs/tags/v1', 'refs/tags/')", result: true },
  evaluate([text, start]) {
    return isSimple(text) && isSimple(start) && folded(textOf(text)).startsWith(folded(textOf(start)));
  },
};

export const endsWith: ExpressionFunction = {
  name: "endsWith",
  arity: two,
  doc: "Whether a text ends with the other, whatever the case.",
  example: { expression: "endsWith('data.CSV', '.csv')", result: true },
  evaluate([text, end]) {
    return isSimple(text) && isSimple(end) && folded(textOf(text)).endsWith(folded(textOf(end)));
  },
};

export const join: ExpressionFunction = {
  name: "join",
  arity: { least: 1, most: 2 },
  doc: "The elements of a list as one text, with a comma or the given separator between them.",
  example: { expression: "join(fromJson('[1, 2, 3]'), '-')", result: "1-2-3" },
  evaluate([list, separator]) {
    if (kindOf(list) !== "list") return isSimple(list) ? textOf(list) : "";
    return (list as unknown[])
      .map(textOf)
      .join(separator !== undefined && isSimple(separator) ? textOf(separator) : ",");
  },
};

/** Lists and maps are not taken for texts. */
function isSimple(value: unknown): boolean {
  const kind = kindOf(value);
  return kind !== "list" && kind !== "map" && kind !== "other";
}
