/** The filters that every expression has. Plugins add theirs by the same interface. */
import type { Filter } from "../expressions/scope.ts";
import { abs } from "./abs.ts";
import { coalesce } from "./coalesce.ts";
import { byDefault } from "./default.ts";
import { dict } from "./dict.ts";
import { float } from "./float.ts";
import { fmt } from "./fmt.ts";
import { getindex } from "./getindex.ts";
import { getitem } from "./getitem.ts";
import { int } from "./int.ts";
import { json } from "./json.ts";
import { keys } from "./keys.ts";
import { length } from "./length.ts";
import { list } from "./list.ts";
import { lower } from "./lower.ts";
import { str } from "./str.ts";
import { title } from "./title.ts";
import { upper } from "./upper.ts";
import { values } from "./values.ts";

const all = [
  ...[fmt, coalesce, byDefault, getitem, getindex, keys, values, length],
  ...[abs, int, float, str, list, dict, title, upper, lower, json],
];

/** By name, as a scope takes them. */
export const builtInFilters: ReadonlyMap<string, Filter> = new Map(all.map((one) => [one.name, one]));
