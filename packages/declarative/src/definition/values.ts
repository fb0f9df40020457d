/** Values of a node that has been checked. */
import { templatePieces } from "../expressions/template-pieces.ts";
import { readDuration } from "../format/duration.ts";
import { textOf } from "../source/locate.ts";
import type { MapNode, SourceNode } from "../source/node.ts";
import type { Json, JsonMap } from "./json.ts";

/** As data. Keys such as `__proto__` are own keys of what comes out, as all others. */
export function jsonOf(node: SourceNode): Json {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(jsonOf);
  return mapOf(node, jsonOf);
}

export function mapOf(node: SourceNode, read: (node: SourceNode) => Json): JsonMap {
  if (node.kind !== "map") return {};
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, read(value)]));
}

export function at(map: MapNode, key: string): SourceNode | undefined {
  return map.entries.get(key)?.value;
}

/** A scalar's text, `1.10` as it was written. */
export function text(node: SourceNode | undefined): string | undefined {
  return node?.kind === "scalar" && node.value !== null ? textOf(node) : undefined;
}

/** The items of a list; of what stands alone, itself; of what is not there, none. */
export function items(node: SourceNode | undefined): readonly SourceNode[] {
  if (node === undefined) return [];
  return node.kind === "list" ? node.items : [node];
}

export function texts(node: SourceNode | undefined): string[] {
  return items(node).flatMap((item) => text(item) ?? []);
}

/** A number, or a template of one. */
export function numberOrTemplate(node: SourceNode | undefined): number | string | undefined {
  if (node?.kind !== "scalar") return undefined;
  return typeof node.value === "number" || typeof node.value === "string" ? node.value : undefined;
}

/** A boolean, or a template of one. */
export function flagOrTemplate(node: SourceNode | undefined): boolean | string | undefined {
  if (node?.kind !== "scalar") return undefined;
  return typeof node.value === "boolean" || typeof node.value === "string" ? node.value : undefined;
}

/** Milliseconds, or a template of a duration. */
export function msOrTemplate(node: SourceNode | undefined): number | string | undefined {
  const value = numberOrTemplate(node);
  if (value === undefined) return undefined;
  const read = readDuration(value);
  return "ms" in read ? read.ms : value;
}

/** Milliseconds of a duration that may be no template. */
export function ms(node: SourceNode | undefined): number | undefined {
  const value = msOrTemplate(node);
  return typeof value === "number" ? value : undefined;
}

/** A condition without the `${{ }}` around the whole of it. */
export function condition(node: SourceNode | undefined): string | undefined {
  const written = text(node)?.trim();
  if (written === undefined) return undefined;
  const [piece, ...more] = templatePieces(written);
  const isWhole = piece?.kind === "expression" && more.length === 0;
  return isWhole ? written.slice(piece.from, piece.to).trim() : written;
}

/** Only the fields that have a value: `undefined` is no data. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;
}
