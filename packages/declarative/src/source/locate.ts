/** Where a node stands, for problems. */
import type { Place } from "../diagnosis/place.ts";
import type { Location } from "../diagnosis/problem.ts";
import { type BlockLines, blockLines, writtenAt } from "./block-lines.ts";
import type { ScalarNode, SourceNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";

export function spanOf(source: SourceText, start: number, end = start): Location {
  return { place: source.placeAt(start, end), excerpt: source.lineTextAt(start) };
}

/** @param path for data without places */
export function locationOf(node: SourceNode, path?: string): Location {
  if (node.source === undefined) return path === undefined ? {} : { path };
  return spanOf(node.source, node.start, node.end);
}

/** "file:line"; "" for data without places. */
export function lineOf(node: SourceNode): string {
  if (node.source === undefined) return "";
  return `${node.source.file}:${node.source.placeAt(node.start).line}`;
}

/** A scalar as it was written, without quotes: `1.10` stays so. */
export function textOf(node: ScalarNode): string {
  if (typeof node.value === "string") return node.value;
  if (node.style !== "plain" || node.source === undefined) return String(node.value);
  return node.source.text.slice(node.start, node.end);
}

/**
 * Where a part of a scalar's text stands: found by searching what was written, as quotes, folding and indentation
 * change offsets. Where it cannot be found (escapes), the whole scalar.
 * @param offset into the scalar's text
 */
export function partOf(node: ScalarNode, offset: number, length: number): Location {
  const { source } = node;
  if (source === undefined) return {};
  const text = textOf(node);
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const written = source.text.slice(node.start, node.end);
  // What stands before it makes it unmistakable, unless an escape stands there.
  for (const before of [24, 6, 0]) {
    const from = Math.max(lineStart, offset - before);
    const part = text.slice(from, offset + Math.max(1, length)).split("\n", 1)[0] ?? "";
    if (part.length <= offset - from) continue;
    const at = sameOf(part, { text, at: from, written });
    if (at === -1) continue;
    const start = node.start + at + (offset - from);
    return spanOf(source, start, start + Math.min(length, part.length - (offset - from)));
  }
  return locationOf(node);
}

/** Maps offsets in a scalar's text to its file; undefined for data without places. */
export function placesIn(node: ScalarNode): ((offset: number, length: number) => Place) | undefined {
  const { source } = node;
  if (source === undefined) return undefined;
  let lines: BlockLines | undefined | "not yet" = "not yet";
  return (offset, length) => {
    // Scripts are blocks of many lines, and may have many problems: each is found without a search.
    if (lines === "not yet") lines = blockLines(node);
    const start = lines === undefined ? undefined : writtenAt(lines, offset);
    if (start !== undefined) return source.placeAt(start, start + length);
    return partOf(node, offset, length).place ?? source.placeAt(node.start, node.end);
  };
}

/** Where the part stands in what was written: if it is the second of its kind in the text, then the second there. */
function sameOf(part: string, { text, at, written }: { text: string; at: number; written: string }): number {
  let found = written.indexOf(part);
  for (let other = text.indexOf(part); other !== -1 && other < at; other = text.indexOf(part, other + 1))
    found = found === -1 ? -1 : written.indexOf(part, found + 1);
  return found;
}
