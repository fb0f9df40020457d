/** `params.limits | getitem('eu', 10)`. */
import { memberOf, nothing } from "../expressions/member.ts";
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { kindOf } from "../expressions/value.ts";

export const getitem: Filter = {
  name: "getitem",
  arity: { least: 1, most: 2 },
  doc: "The member of a map; the second argument where it has none, and an error without one.",
  example: { expression: "fromJson('{\"eu\": 3}') | getitem('us', 10)", result: 10 },
  evaluate(map, [key, ...otherwise]) {
    if (kindOf(map) !== "map") throw refusal("getitem", `it takes a map, not ${shown(map)}`);
    const found = memberOf(map, key);
    if (found !== nothing) return found;
    if (otherwise.length > 0) return otherwise[0];
    throw refusal("getitem", `the map has no ${shown(key)}`);
  },
};
