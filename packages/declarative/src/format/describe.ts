/** Shapes and nodes in words, for messages and the reference. */
import { textOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";
import type { NumberShape, Shape } from "./shape.ts";

/** What has to stand there: "a whole number from 1 to 10". */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case "any":
      return shape.called ?? "any value";
    case "text":
      return shape.called ?? (shape.rule === undefined ? "text" : `a ${shape.rule.called}`);
    case "expression":
      return "a condition";
    case "script":
      return shape.language === "sql" ? "a query" : shape.language === "jsonata" ? "an expression" : "a script";
    case "flag":
      return "true or false";
    case "number":
      return describeNumber(shape);
    case "duration":
      return 'a duration: seconds, or text such as "30 min"';
    case "word":
      return `one of ${Object.keys(shape.words).join(", ")}`;
    case "list":
      return shape.orOne === true ? `${describeShape(shape.of)}, or a list of such` : `a list of ${inList(shape.of)}`;
    case "map":
      return `names and what they are: a map of ${plural(shape.called)}`;
    case "record":
      return `a map of the keys of ${shape.called}`;
    case "either":
      return shape.of.map(describeShape).join(", or ");
    case "stages":
      return "a list of stages";
  }
}

function inList(shape: Shape): string {
  if (shape.kind === "any" || shape.kind === "text")
    return shape.called === undefined ? (shape.kind === "any" ? "values" : "texts") : plural(shape.called);
  if (shape.kind === "record") return plural(shape.called);
  if (shape.kind === "either") return shape.of.map(inList).join(", or ");
  if (shape.kind === "number") return describeShape(shape).replace(/^a (whole )?number/, "$1numbers");
  return describeShape(shape);
}

function plural(word: string): string {
  const [, first = word, rest = ""] = /^(?:an? |the )?(.*?)((?: of | such as ).*)?$/.exec(word) ?? [];
  return `${first}${/(?:ch|s)$/.test(first) ? "es" : "s"}${rest}`;
}

function describeNumber({ whole, least, most, unit }: NumberShape): string {
  const number = `${whole === true ? "a whole number" : "a number"}${unit === undefined ? "" : ` of ${unit}`}`;
  const from = least === undefined ? "" : ` from ${least}`;
  return `${number}${from}${most === undefined ? "" : ` to ${most}`}`;
}

/** What stands there: `the text "three"`, "a list". */
export function describeNode(node: SourceNode): string {
  if (node.kind === "list") return node.items.length === 0 ? "an empty list" : "a list";
  if (node.kind === "map") return node.entries.size === 0 ? "an empty map" : "a map";
  if (node.value === null) return "nothing";
  const text = cut(textOf(node));
  return typeof node.value === "string" ? `the text "${text}"` : text;
}

/** As much of a text as a message repeats. */
export function cut(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}…` : line === text ? line : `${line}…`;
}
