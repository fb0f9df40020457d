/** The functions that every expression has. */
import type { ExpressionFunction } from "../scope.ts";
import { choice } from "./choice.ts";
import { format } from "./format.ts";
import { fromJson, toJson } from "./json.ts";
import { always, cancelled, failure, hashFiles, success } from "./status.ts";
import { contains, endsWith, join, startsWith } from "./texts.ts";

const all = [
  ...[contains, startsWith, endsWith, format, join, toJson, fromJson, choice],
  ...[hashFiles, always, success, failure, cancelled],
];

/** By name in lower case, as a scope takes them. */
export const builtInFunctions: ReadonlyMap<string, ExpressionFunction> = new Map(
  all.map((one) => [one.name.toLowerCase(), one]),
);
