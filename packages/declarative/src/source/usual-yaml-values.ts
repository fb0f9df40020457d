/** Values in one line, for usual-yaml.ts: plain and quoted texts without escapes, `[a, b]` and `{ a: b }`. */
import { sourceLimits } from "./limits.ts";
import type { MapEntry, ScalarNode, ScalarStyle, SourceNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";

const singleQuoted = /'(?:[^'\n]|'')*'/y;
const doubleQuoted = /"[^"\\\n]*"/y;
const restOfLine = / *(?: #[^\n]*)?\n/y;
/** What may begin a plain text, and does not always, is for the parser. */
const indicator = /[\s\-?:,[\]{}#&*!|>'"%@`]/;
const inFlow = /[A-Za-z0-9_./][\w./-]*(?: [A-Za-z0-9_./][\w./-]*)*(?= ?[,\]}])/y;
const keyInFlow = /([A-Za-z_][\w.-]{0,99}): +(?=[^ ])/y;
const mayBeNumber = /^[-+.0-9]/;
const plainNumber = /^(?:0|[1-9]\d{0,14}|\d{1,9}\.\d{1,5})$/;
const otherNumber =
  /^(?:0o[0-7]+|0x[\da-fA-F]+|[-+]?\d+|[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const words = new Map<string, boolean | null>([
  ...["~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
]);

export class UsualValues {
  /** Nodes so far. */
  count = 0;
  readonly #source: SourceText;
  readonly #text: string;

  constructor(source: SourceText) {
    this.#source = source;
    this.#text = source.text;
  }

  /** The value that begins here and is all that stands in its line but for a comment. */
  inLine(at: number): SourceNode | undefined {
    const sign = this.#text[at] ?? "";
    const node = sign === "[" || sign === "{" ? this.#flow(at, 1) : this.#quoted(at, sign);
    if (node === undefined) return indicator.test(sign) ? undefined : this.#plain(at);
    restOfLine.lastIndex = node.end;
    return restOfLine.test(this.#text) ? node : undefined;
  }

  #plain(at: number): ScalarNode | undefined {
    const line = this.#text.slice(at, this.#text.indexOf("\n", at));
    const comment = line.indexOf(" #");
    const text = (comment === -1 ? line : line.slice(0, comment)).replace(/ +$/, "");
    const end = at + text.length;
    if (text.endsWith(":") || text.includes(": ")) return undefined;
    const value = plainValue(text);
    return value === undefined ? undefined : this.#scalar({ start: at, end, value, style: "plain" });
  }

  #quoted(at: number, sign: string): ScalarNode | undefined {
    if (sign !== "'" && sign !== '"') return undefined;
    const written = matched(sign === "'" ? singleQuoted : doubleQuoted, this.#text, at);
    if (written === undefined) return undefined;
    const inner = written.slice(1, -1);
    const value = sign === "'" ? inner.replaceAll("''", "'") : inner;
    return this.#scalar({ start: at, end: at + written.length, value, style: "quoted" });
  }

  #flow(start: number, depth: number): SourceNode | undefined {
    if (depth > 8) return undefined;
    const isMap = this.#text[start] === "{";
    const close = isMap ? "}" : "]";
    const entries = new Map<string, MapEntry>();
    const items: SourceNode[] = [];
    let at = this.#blanks(start + 1);
    if (this.#text[at] === close) return undefined;
    for (;;) {
      const key = isMap ? this.#key(at) : undefined;
      if (isMap && (key === undefined || entries.has(key.node.value) || entries.size === sourceLimits.keysPerMap))
        return undefined;
      const value = this.#inFlow(key?.behind ?? at, depth);
      if (value === undefined) return undefined;
      if (key === undefined) items.push(value);
      else entries.set(key.node.value, { key: key.node, value });
      at = this.#blanks(value.end);
      if (this.#text[at] === close) break;
      if (this.#text[at] !== "," || this.#text[at + 1] !== " ") return undefined;
      at = this.#blanks(at + 1);
    }
    this.count++;
    const span = { source: this.#source, start, end: at + 1 };
    return isMap ? { kind: "map", ...span, entries } : { kind: "list", ...span, items };
  }

  #key(start: number): { readonly node: ScalarNode & { readonly value: string }; readonly behind: number } | undefined {
    keyInFlow.lastIndex = start;
    const [written = "", value] = keyInFlow.exec(this.#text) ?? [];
    if (value === undefined) return undefined;
    const end = start + value.length;
    const node = { kind: "scalar", source: this.#source, start, end, value, style: "plain" } as const;
    return { node, behind: start + written.length };
  }

  #inFlow(at: number, depth: number): SourceNode | undefined {
    const sign = this.#text[at] ?? "";
    if (sign === "[" || sign === "{") return this.#flow(at, depth + 1);
    if (sign === "'" || sign === '"') return this.#quoted(at, sign);
    const text = matched(inFlow, this.#text, at);
    const value = text === undefined ? undefined : plainValue(text);
    if (text === undefined || value === undefined) return undefined;
    return this.#scalar({ start: at, end: at + text.length, value, style: "plain" });
  }

  #blanks(from: number): number {
    let at = from;
    while (this.#text[at] === " ") at++;
    return at;
  }

  #scalar(of: { start: number; end: number; value: ScalarNode["value"]; style: ScalarStyle }): ScalarNode {
    this.count++;
    return { kind: "scalar", source: this.#source, ...of };
  }
}

/** What a plain text means; undefined for numbers that are written in a rare way. */
function plainValue(text: string): ScalarNode["value"] | undefined {
  if (!mayBeNumber.test(text)) return words.has(text) ? words.get(text) : text;
  if (plainNumber.test(text)) return Number(text);
  return otherNumber.test(text) ? undefined : text;
}

function matched(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}
