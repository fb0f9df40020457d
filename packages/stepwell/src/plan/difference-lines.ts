/** Differences of definitions, a line each. */
import { formatNumber } from "@stepwell/core";
import type { Difference, Json } from "@stepwell/declarative";
import { plainText } from "../terminal/sanitise.ts";
import { type Line, span, type Tone } from "../terminal/spans.ts";

const marks = {
  added: ["+", "good"],
  removed: ["-", "bad"],
  changed: ["~", "attention"],
  moved: ["~", "attention"],
} as const satisfies Readonly<Record<Difference["kind"], readonly [string, Tone]>>;

/** More of them are counted. */
const most = 30;
const valueChars = 60;

export function differenceLines(differences: readonly Difference[]): Line[] {
  const lines = differences.slice(0, most).map(lineOf);
  const more = differences.length - lines.length;
  return more === 0 ? lines : [...lines, [span(`${formatNumber(more)} more`, "idle")]];
}

/** Tasks whose tag has moved. */
export function movedTaskLines(names: readonly string[]): Line[] {
  return names.map((name) => [
    span("~ ", "attention"),
    span(`task ${plainText(name)}`),
    span("  its code has changed", "idle"),
  ]);
}

function lineOf({ path, kind, before, after }: Difference): Line {
  const [mark, tone] = marks[kind];
  return [span(`${mark} `, tone), span(plainText(path)), span(valuesText({ kind, before, after }), "idle")];
}

function valuesText({
  kind,
  before,
  after,
}: Pick<Difference, "kind"> & { before?: Json | undefined; after?: Json | undefined }): string {
  if (kind === "moved") return `  in another order: ${plainText(Array.isArray(after) ? after.join(", ") : "")}`;
  const [was, is] = firstDifference(before, after);
  if (kind !== "changed") return (was ?? is) === undefined ? "" : `  ${shown(was ?? is)}`;
  return was === undefined && is === undefined ? "" : `  ${shown(was)} > ${shown(is)}`;
}

/** Of two texts of several lines, the first line that is not the same. */
function firstDifference(
  before: Json | undefined,
  after: Json | undefined,
): readonly [Json | undefined, Json | undefined] {
  if (typeof before !== "string" || typeof after !== "string") return [before, after];
  const [left, right] = [before.split("\n"), after.split("\n")];
  const at = right.findIndex((line, n) => line !== left[n]);
  const n = at < 0 ? right.length : at;
  return [left[n] ?? "", right[n] ?? ""];
}

function shown(value: Json | undefined): string {
  const text = plainText(typeof value === "string" ? value.trim() : (JSON.stringify(value) ?? ""));
  if (text === "") return "nothing";
  return text.length > valueChars ? `${text.slice(0, valueChars - 1).toWellFormed()}…` : text;
}
