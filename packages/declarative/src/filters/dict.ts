/** `fromJson('[["a", 1]]') | dict`. */
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { textOf } from "../expressions/text.ts";
import { kindOf } from "../expressions/value.ts";

export const dict: Filter = {
  name: "dict",
  arity: { least: 0, most: 0 },
  doc: "A map of a list of pairs, later ones winning; a map is itself.",
  example: { expression: 'fromJson(\'[["a", 1], ["b", 2]]\') | dict', result: { a: 1, b: 2 } },
  evaluate(value) {
    if (kindOf(value) === "map") return value;
    const pairs = kindOf(value) === "list" ? (value as readonly unknown[]) : [value];
    const isPair = (one: unknown): one is [unknown, unknown] => Array.isArray(one) && one.length === 2;
    if (!pairs.every(isPair)) throw refusal("dict", `it takes a list of pairs, not ${shown(value)}`);
    // Own members whatever their names are: `__proto__` means nothing special.
    return Object.fromEntries(pairs.map(([key, member]) => [textOf(key), member]));
  },
};
