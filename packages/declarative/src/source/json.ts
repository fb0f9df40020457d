/** JSON into nodes with places, strictly as the standard says. */
import { problem, type Report } from "../diagnosis/problem.ts";
import { sourceLimits } from "./limits.ts";
import { locationOf, spanOf } from "./locate.ts";
import type { MapEntry, ScalarNode, SourceNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";

/** @returns undefined when something was reported that leaves no tree */
export function readJson(source: SourceText, report: Report): SourceNode | undefined {
  return new JsonReader(source, report).read();
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const escaped = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const words = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** The reader stops at the first mistake: where JSON goes on after one cannot be told. */
class JsonReader {
  readonly #source: SourceText;
  readonly #report: Report;
  #at = 0;
  #depth = 0;
  #failed = false;

  constructor(source: SourceText, report: Report) {
    this.#source = source;
    this.#report = report;
  }

  read(): SourceNode | undefined {
    const node = this.#value();
    this.#space();
    if (!this.#failed && this.#at < this.#source.text.length)
      this.#fail(`there is more after the end: ${this.#shown()}`, "take it out");
    return this.#failed ? undefined : node;
  }

  #value(): SourceNode {
    this.#space();
    const char = this.#source.text.charAt(this.#at);
    if (char === "{" || char === "[") {
      if (++this.#depth > sourceLimits.depth) return this.#tooLarge("lists and maps stand in one another", "deep");
      const node = char === "{" ? this.#map() : this.#list();
      this.#depth--;
      return node;
    }
    return char === '"' ? this.#text() : this.#word();
  }

  #map(): SourceNode {
    const start = this.#at++;
    const entries = new Map<string, MapEntry>();
    for (let first = true; !this.#closes("}", first); first = false) {
      this.#space();
      if (this.#source.text.charAt(this.#at) !== '"')
        return this.#fail(
          `expected a key, found ${this.#shown()}`,
          "put keys in double quotes, and no comma after the last one",
        );
      const key = this.#text();
      this.#space();
      if (this.#source.text.charAt(this.#at) !== ":") return this.#fail(`expected a colon, found ${this.#shown()}`, "");
      this.#at++;
      const value = this.#value();
      if (this.#failed) return value;
      this.#enter(entries, key, value);
      if (entries.size > sourceLimits.keysPerMap) return this.#tooLarge("a map has", "keys");
    }
    return { kind: "map", source: this.#source, start, end: this.#at, entries };
  }

  #enter(entries: Map<string, MapEntry>, key: ScalarNode, value: SourceNode): void {
    const name = String(key.value);
    const first = entries.get(name);
    if (first === undefined) entries.set(name, { key, value });
    else {
      const { line } = this.#source.placeAt(first.key.start);
      this.#report(problem("duplicate-key", { key: name, line }, locationOf(key)));
    }
  }

  #list(): SourceNode {
    const start = this.#at++;
    const items: SourceNode[] = [];
    for (let first = true; !this.#closes("]", first); first = false) items.push(this.#value());
    return { kind: "list", source: this.#source, start, end: this.#at, items };
  }

  /** True at the end of a list or map, and after a mistake; else the comma before the next one is passed. */
  #closes(end: "]" | "}", first: boolean): boolean {
    if (this.#failed) return true;
    this.#space();
    const char = this.#source.text.charAt(this.#at);
    if (char === end) this.#at++;
    else if (!first && char === ",") {
      this.#at++;
      return false;
    } else if (!first) this.#fail(`expected a comma or ${end}, found ${this.#shown()}`, "");
    return char === end || this.#failed;
  }

  #text(): ScalarNode {
    const start = this.#at;
    const close = this.#closeOf(start + 1);
    if (this.#source.text.charAt(close) !== '"') {
      this.#at = close;
      return this.#fail(
        close >= this.#source.text.length ? "a text has no end" : `a text holds ${this.#shown()}`,
        "write \\n for a line break and \\\\ for a backslash",
      );
    }
    this.#at = close + 1;
    const value = JSON.parse(this.#source.text.slice(start, this.#at)) as string;
    return { kind: "scalar", source: this.#source, start, end: this.#at, value, style: "quoted" };
  }

  /** Where a text ends: at its quote, or at what may not stand in it. */
  #closeOf(from: number): number {
    const whole = this.#source.text;
    let at = from;
    while (at < whole.length && whole.charCodeAt(at) >= 0x20 && whole[at] !== '"') {
      escaped.lastIndex = at;
      if (whole[at] !== "\\") at++;
      else if (escaped.test(whole)) at = escaped.lastIndex;
      else return at;
    }
    return at;
  }

  #word(): ScalarNode {
    const start = this.#at;
    number.lastIndex = start;
    const digits = number.exec(this.#source.text)?.[0];
    const word = digits ?? /^[a-zA-Z]+/.exec(this.#source.text.slice(start, start + 20))?.[0] ?? "";
    const value = digits === undefined ? words.get(word) : Number(digits);
    if (value === undefined)
      return this.#fail(
        `expected a value, found ${this.#shown()}`,
        "texts stand in double quotes; JSON has no comments",
      );
    this.#at += word.length;
    const span = { source: this.#source, start, end: this.#at };
    const isExact =
      typeof value !== "number" ||
      (Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value)));
    if (isExact) return { kind: "scalar", ...span, value, style: "plain" };
    this.#report(problem("inexact-number", { text: word }, spanOf(this.#source, start, this.#at)));
    return { kind: "scalar", ...span, value: null, style: "broken" };
  }

  #space(): void {
    while (/^[ \t\r\n]/.test(this.#source.text.charAt(this.#at))) this.#at++;
  }

  #shown(): string {
    const char = String.fromCodePoint(this.#source.text.codePointAt(this.#at) ?? 0);
    return this.#at >= this.#source.text.length ? "the end" : JSON.stringify(char);
  }

  #tooLarge(what: string, unit: string): ScalarNode {
    const limit = unit === "keys" ? sourceLimits.keysPerMap : sourceLimits.depth;
    this.#report(problem("source-too-large", { what, limit, unit }, spanOf(this.#source, this.#at)));
    return this.#stop();
  }

  #fail(found: string, cure: string): ScalarNode {
    if (!this.#failed)
      this.#report(problem("invalid-json", { problem: found, cure }, spanOf(this.#source, this.#at, this.#at + 1)));
    return this.#stop();
  }

  #stop(): ScalarNode {
    this.#failed = true;
    return { kind: "scalar", source: this.#source, start: this.#at, end: this.#at, value: null, style: "broken" };
  }
}
