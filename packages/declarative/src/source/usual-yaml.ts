/**
 * YAML as definitions are mostly written, read in a fraction of the time that a parser of all of YAML takes: blocks of
 * maps and lists, values in one line, `|` and `|-`, comments.
 *
 * 1. What it gives is, to the last offset, what the parser would give; a test holds the two against each other.
 * 2. It says nothing: where anything is wrong, rare, or in doubt it gives up, and the parser reads, and says, all.
 */

import { sourceLimits } from "./limits.ts";
import type { ListNode, MapEntry, MapNode, ScalarNode, SourceNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";
import { UsualValues } from "./usual-yaml-values.ts";

/** @returns undefined: it is for the parser */
export function readUsualYaml(source: SourceText): SourceNode | undefined {
  const { text } = source;
  return text.endsWith("\n") && !rare.test(text) ? new UsualYaml(source).read() : undefined;
}

/** Tabs, other ends of lines, lines of blanks. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about
const rare = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff]|^ +$/m;
const plainKey = /[A-Za-z_][\w.-]{0,99}(?=:[ \n])/y;
const [blank, lineFeed, hash, dash, bar] = [0x20, 0x0a, 0x23, 0x2d, 0x7c];
/** Deeper than people write, and far from the limit. */
const mostDepth = 32;

class UsualYaml {
  readonly #source: SourceText;
  readonly #text: string;
  readonly #values: UsualValues;
  /** Where the line that is next has its first character, and how far it is indented: -1 at the end. */
  #at = 0;
  #indent = -1;
  /** Behind the line in which the last value ended. */
  #end = 0;
  #depth = 0;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text;
    this.#values = new UsualValues(source);
  }

  read(): SourceNode | undefined {
    if (!this.#goTo(0) || this.#indent !== 0) return undefined;
    const root = this.#map(0);
    return this.#at === this.#text.length && this.#values.count < sourceLimits.nodes ? root : undefined;
  }

  /** Goes to the first line with something in it, from the beginning of a line. False: a comment stands elsewhere. */
  #goTo(from: number): boolean {
    const text = this.#text;
    let comment = -1;
    for (let line = from; line < text.length; ) {
      let at = line;
      while (text.charCodeAt(at) === blank) at++;
      const code = text.charCodeAt(at);
      if (code === hash) {
        // The parser gives it to the lines around it by its indentation, and ends maps behind it.
        if (comment !== -1 && comment !== at - line) return false;
        comment = at - line;
      } else if (code !== lineFeed) {
        this.#at = at;
        this.#indent = at - line;
        return comment === -1 || comment === this.#indent;
      }
      line = text.indexOf("\n", at) + 1;
    }
    this.#at = text.length;
    this.#indent = -1;
    return comment <= 0;
  }

  /** @param indent of its keys, the first of which is here */
  #map(indent: number): MapNode | undefined {
    const start = this.#at;
    const entries = new Map<string, MapEntry>();
    if (++this.#depth > mostDepth) return undefined;
    do {
      const key = this.#key();
      if (key === undefined || entries.has(key.value) || entries.size === sourceLimits.keysPerMap) return undefined;
      const value = this.#value(key.end + 1, indent);
      if (value === undefined || this.#indent > indent) return undefined;
      entries.set(key.value, { key, value });
    } while (this.#indent === indent);
    this.#depth--;
    this.#values.count++;
    return { kind: "map", source: this.#source, start, end: this.#end, entries };
  }

  #key(): (ScalarNode & { readonly value: string }) | undefined {
    plainKey.lastIndex = this.#at;
    const value = plainKey.exec(this.#text)?.[0];
    if (value === undefined) return undefined;
    const start = this.#at;
    return { kind: "scalar", source: this.#source, start, end: start + value.length, value, style: "plain" };
  }

  /** @param from behind the colon @param indent of the key */
  #value(from: number, indent: number): SourceNode | undefined {
    const text = this.#text;
    let at = from;
    while (text.charCodeAt(at) === blank) at++;
    const code = text.charCodeAt(at);
    if (code === bar) return this.#block(at, indent);
    if (code !== lineFeed && code !== hash) return this.#inLine(at);
    if (!this.#goTo(text.indexOf("\n", at) + 1)) return undefined;
    if (this.#indent > indent) return this.#isItem() ? this.#list(this.#indent) : this.#map(this.#indent);
    return this.#indent === indent && this.#isItem() ? this.#list(indent) : undefined;
  }

  #isItem(): boolean {
    return this.#text.charCodeAt(this.#at) === dash && this.#text.charCodeAt(this.#at + 1) === blank;
  }

  #list(indent: number): ListNode | undefined {
    const start = this.#at;
    const items: SourceNode[] = [];
    if (++this.#depth > mostDepth) return undefined;
    do {
      const item = this.#item(indent);
      if (item === undefined || this.#indent > indent) return undefined;
      items.push(item);
    } while (this.#indent === indent && this.#isItem());
    this.#depth--;
    this.#values.count++;
    return { kind: "list", source: this.#source, start, end: this.#end, items };
  }

  #item(indent: number): SourceNode | undefined {
    const text = this.#text;
    const from = this.#at;
    let at = from + 1;
    while (text.charCodeAt(at) === blank) at++;
    plainKey.lastIndex = at;
    if (plainKey.test(text)) {
      this.#at = at;
      return this.#map(indent + at - from);
    }
    return text.charCodeAt(at) === bar ? this.#block(at, indent) : this.#inLine(at);
  }

  #inLine(at: number): SourceNode | undefined {
    const node = this.#values.inLine(at);
    if (node === undefined) return undefined;
    this.#end = this.#text.indexOf("\n", node.end) + 1;
    return this.#goTo(this.#end) ? node : undefined;
  }

  /** A block of lines as they stand. @param start where its `|` is @param indent of what it is the value of */
  #block(start: number, indent: number): ScalarNode | undefined {
    const text = this.#text;
    const strips = text.charCodeAt(start + 1) === dash;
    const first = start + (strips ? 2 : 1) + 1;
    if (text.charCodeAt(first - 1) !== lineFeed) return undefined;
    let own = 0;
    while (text.charCodeAt(first + own) === blank) own++;
    if (own <= indent || text.charCodeAt(first + own) === lineFeed) return undefined;
    const margin = text.slice(first, first + own);
    const lines: string[] = [];
    let count = 0;
    for (let line = first; line < text.length; ) {
      const next = text.indexOf("\n", line) + 1;
      if (text.charCodeAt(line) === lineFeed) lines.push("");
      else if (text.startsWith(margin, line)) {
        lines.push(text.slice(line + own, next - 1));
        count = lines.length;
        this.#end = next;
      } else break;
      line = next;
    }
    // Empty lines behind the last one are not part of it.
    const value = lines.slice(0, count).join("\n");
    this.#values.count++;
    if (!this.#goTo(this.#end)) return undefined;
    const span = { source: this.#source, start, end: this.#end };
    return { kind: "scalar", ...span, value: strips ? value : `${value}\n`, style: "block" };
  }
}
