/** The parser's tree as ours: aliases are what they stand for, keys are texts, and what YAML takes silently is reported. */
import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import { problem, type Report } from "../diagnosis/problem.ts";
import { sourceLimits } from "./limits.ts";
import { locationOf, spanOf } from "./locate.ts";
import type { ListNode, MapEntry, MapNode, ScalarNode, ScalarStyle, SourceNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";
import { isOwnTag, tagProblem } from "./yaml-tag.ts";

/** @returns undefined when it is too large: that is reported */
export function treeOf(root: ParsedNode, source: SourceText, report: Report): SourceNode | undefined {
  const builder = new TreeBuilder(source, report);
  const tree = builder.build(root);
  return builder.tooLarge ? undefined : tree;
}

interface Anchored {
  readonly node: SourceNode;
  /** How many nodes it is, aliases in it counted as what they stand for. */
  readonly size: number;
}

class TreeBuilder {
  tooLarge = false;
  readonly #source: SourceText;
  readonly #report: Report;
  /** By name; undefined while what it names is being built. */
  readonly #anchors = new Map<string, Anchored | undefined>();
  #size = 0;
  #depth = 0;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  build(node: ParsedNode): SourceNode {
    this.#count(1, node.range[0]);
    if (isAlias(node)) return this.#alias(node);
    if (isOwnTag(node.tag)) {
      this.#report(tagProblem(this.#source, node.range[0]));
      return this.#broken(node.range);
    }
    const { anchor } = node;
    const before = this.#size - 1;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const built = isScalar(node) ? this.#scalar(node) : this.#collection(node);
    if (anchor !== undefined) this.#anchors.set(anchor, { node: built, size: this.#size - before });
    return built;
  }

  #collection(node: YAMLMap.Parsed | YAMLSeq.Parsed): SourceNode {
    const limit = sourceLimits.depth;
    if (++this.#depth > limit) {
      this.#refuse({ what: "lists and maps stand in one another", limit, unit: "deep" }, node.range[0]);
      return this.#broken(node.range);
    }
    const built = isMap(node) ? this.#map(node) : this.#list(node);
    this.#depth--;
    return built;
  }

  #alias({ source: name, range }: Alias.Parsed): SourceNode {
    const anchored = this.#anchors.get(name);
    if (anchored !== undefined) {
      this.#count(anchored.size, range[0]);
      return anchored.node;
    }
    const inItself = this.#anchors.has(name);
    const found = inItself ? "it stands within what it means" : "nothing before it is named so (with &)";
    const cure = inItself ? "take it out" : `if it is text, put it in quotes: "*${name}"`;
    this.#report(problem("yaml-alias", { name, problem: found, cure }, spanOf(this.#source, range[0], range[1])));
    return this.#broken(range);
  }

  #map(node: YAMLMap.Parsed): MapNode {
    const entries = new Map<string, MapEntry>();
    const [start, end] = node.range;
    const most = sourceLimits.keysPerMap;
    if (node.items.length > most) this.#refuse({ what: "a map has", limit: most, unit: "keys" }, start);
    for (const { key, value } of node.items) {
      if (this.tooLarge) break;
      const built = value === null ? this.#nothing(key) : this.build(value);
      const name = this.#key(key);
      if (name === undefined) continue;
      const first = entries.get(name.value);
      if (first === undefined) entries.set(name.value, { key: name, value: built });
      else {
        const { line } = this.#source.placeAt(first.key.start);
        this.#report(problem("duplicate-key", { key: name.value, line }, locationOf(name)));
      }
    }
    return { kind: "map", source: this.#source, start, end, entries };
  }

  #list(node: YAMLSeq.Parsed): ListNode {
    const items: SourceNode[] = [];
    for (const item of node.items) {
      if (this.tooLarge) break;
      items.push(this.build(item));
    }
    return { kind: "list", source: this.#source, start: node.range[0], end: node.range[1], items };
  }

  #scalar({ range, type, value }: Scalar.Parsed): ScalarNode {
    const [start, end] = range;
    const isPlain = type === "PLAIN" || type === undefined;
    const style: ScalarStyle = isPlain ? "plain" : type.startsWith("BLOCK") ? "block" : "quoted";
    if (typeof value === "number" && !isExact(value)) {
      const text = this.#source.text.slice(start, end);
      this.#report(problem("inexact-number", { text }, spanOf(this.#source, start, end)));
      return this.#broken(range);
    }
    const isOther = value === null || typeof value === "number" || typeof value === "boolean";
    return { kind: "scalar", source: this.#source, start, end, value: isOther ? value : String(value), style };
  }

  #key(key: ParsedNode): (ScalarNode & { readonly value: string }) | undefined {
    const [start, end] = key.range;
    const written = this.#source.text.slice(start, end);
    const refuse = (found: string): undefined =>
      void this.#report(problem("key-not-text", { found }, spanOf(this.#source, start, end)));
    if (!isScalar(key)) return refuse(isMap(key) ? "a map" : isSeq(key) ? "a list" : "an alias");
    if (isOwnTag(key.tag)) return void this.#report(tagProblem(this.#source, start));
    if (written === "") return refuse("nothing");
    const value = typeof key.value === "string" ? key.value : written;
    if (value === "<<" && key.type === "PLAIN")
      return void this.#report(problem("yaml-merge", {}, spanOf(this.#source, start, end)));
    return { kind: "scalar", source: this.#source, start, end, value, style: "plain" };
  }

  #nothing({ range: [, end] }: ParsedNode): ScalarNode {
    return { kind: "scalar", source: this.#source, start: end, end, value: null, style: "plain" };
  }

  #broken([start, end]: readonly [number, number, number]): ScalarNode {
    return { kind: "scalar", source: this.#source, start, end, value: null, style: "broken" };
  }

  #count(nodes: number, at: number): void {
    this.#size += nodes;
    const limit = sourceLimits.nodes;
    if (this.#size > limit) this.#refuse({ what: "with its aliases the file has", limit, unit: "values" }, at);
  }

  #refuse(facts: { what: string; limit: number; unit: string }, at: number): void {
    if (this.tooLarge) return;
    this.tooLarge = true;
    this.#report(problem("source-too-large", facts, spanOf(this.#source, at)));
  }
}

/** Whole numbers beyond 2^53 lose digits; infinity and NaN are not in JSON. */
function isExact(value: number): boolean {
  return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
}
