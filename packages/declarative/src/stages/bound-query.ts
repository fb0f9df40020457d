/**
 * Templates in queries, bound by name: the text is constant per definition, and a value is data whatever it holds. Where
 * a template stands within a string, the string is put together of its parts.
 */
import { type Problem, problem, type Report } from "../diagnosis/problem.ts";
import { opened, reveal, Secret } from "../expressions/secret.ts";
import { endOfExpression } from "../expressions/template-pieces.ts";
import { textOf } from "../expressions/text.ts";
import type { StageSource } from "../format/stage-shape.ts";
import { definitionFault } from "./definition-fault.ts";
import type { ReadyStage, StageRun } from "./stage-type.ts";

export interface QueryLanguage {
  /** As messages name it. */
  readonly called: string;
  /** Of strings. */
  readonly quotes: string;
  /** Of names, in which no value can stand; by the sign that ends them. */
  readonly nameQuotes: Readonly<Record<string, string>>;
  /** In strings a backslash takes the next sign along; else a quote is doubled. */
  readonly backslash: boolean;
  /** Puts texts together. */
  readonly concat: string;
  /** Before a bound name. */
  readonly sigil: string;
  /** Begins a comment to the end of the line. */
  readonly lineComment?: string;
  /** `/` may begin a pattern. */
  readonly patterns?: boolean;
}

export const jsonata: QueryLanguage = {
  called: "JSONata",
  quotes: "\"'",
  nameQuotes: { "`": "`" },
  backslash: true,
  concat: "&",
  sigil: "$",
  patterns: true,
};

export const sqlQuery: QueryLanguage = {
  called: "SQL",
  quotes: "'",
  nameQuotes: { '"': '"', "`": "`", "[": "]" },
  backslash: false,
  concat: "||",
  sigil: ":",
  lineComment: "--",
};

interface QueryName {
  /** `SW_1`, without its sigil. */
  readonly name: string;
  readonly expression: string;
  /** It stands in a string. */
  readonly asText: boolean;
}

export interface BoundQuery {
  readonly text: string;
  readonly names: readonly QueryName[];
  readonly problems: readonly Problem[];
}

export function bindQuery(source: string, language: QueryLanguage): BoundQuery {
  return new Binding(source, language).bound();
}

/** One pass over a query. */
class Binding {
  readonly #source: string;
  readonly #language: QueryLanguage;
  readonly #names: QueryName[] = [];
  readonly #problems: Problem[] = [];
  #text = "";
  #at = 0;

  constructor(source: string, language: QueryLanguage) {
    this.#source = source;
    this.#language = language;
  }

  bound(): BoundQuery {
    while (this.#at < this.#source.length) this.#next();
    return { text: this.#text, names: this.#names, problems: this.#problems };
  }

  #next(): void {
    const { quotes, nameQuotes, lineComment, patterns } = this.#language;
    const sign = this.#source[this.#at] as string;
    const nameEnd = nameQuotes[sign];
    if (this.#begins("${{")) this.#text += this.#template(false);
    else if (quotes.includes(sign)) this.#string(sign);
    else if (this.#begins("/*")) this.#comment("*/");
    else if (lineComment !== undefined && this.#begins(lineComment)) this.#comment("\n");
    else if (patterns === true && sign === "/" && !endsOperand(this.#text)) this.#whole("/", "a pattern");
    else if (nameEnd !== undefined) this.#whole(nameEnd, "a quoted name");
    else {
      this.#text += sign;
      this.#at++;
    }
  }

  #begins(text: string): boolean {
    return this.#source.startsWith(text, this.#at);
  }

  /** What stands for the template that begins here. */
  #template(asText: boolean): string {
    const from = this.#at + 3;
    const end = endOfExpression(this.#source, from, this.#source.length);
    const name = `SW_${this.#names.length + 1}`;
    this.#names.push({ name, expression: this.#source.slice(from, end === -1 ? undefined : end).trim(), asText });
    this.#at = end === -1 ? this.#source.length : end + 2;
    return `${this.#language.sigil}${name}`;
  }

  #string(quote: string): void {
    const { backslash, concat } = this.#language;
    const parts: string[] = [];
    let part = quote;
    this.#at++;
    while (this.#at < this.#source.length) {
      const sign = this.#source[this.#at] as string;
      if (this.#begins("${{")) {
        parts.push(`${part}${quote}`, this.#template(true));
        part = quote;
        continue;
      }
      const two = backslash ? sign === "\\" : sign === quote && this.#source[this.#at + 1] === quote;
      part += this.#source.slice(this.#at, this.#at + (two ? 2 : 1));
      this.#at += two ? 2 : 1;
      if (!two && sign === quote) break;
    }
    this.#text += parts.length === 0 ? part : `(${[...parts, part].join(` ${concat} `)})`;
  }

  /** Left out: a template in it means nothing. */
  #comment(end: string): void {
    const found = this.#source.indexOf(end, this.#at + 2);
    this.#at = found === -1 ? this.#source.length : found + end.length;
    this.#text += end === "\n" ? "\n" : " ";
  }

  /** What holds no template up to the sign that ends it. */
  #whole(end: string, place: string): void {
    const from = this.#at;
    let to = from + 1;
    while (to < this.#source.length && this.#source[to] !== end)
      to += this.#source[to] === "\\" && this.#language.backslash ? 2 : 1;
    const whole = this.#source.slice(from, to + 1);
    this.#at = from + whole.length;
    this.#text += whole;
    if (!whole.includes("${{")) return;
    const facts = {
      problem: `a template stands in ${place} of ${this.#language.called}, where no value can be bound`,
      cure: "put it where a value may stand, or say unsafe-interpolation: true",
    };
    this.#problems.push(problem("wrong-combination", facts));
  }
}

/** A `/` after it divides. */
function endsOperand(text: string): boolean {
  return /[\w$)\]}"'`%]\s*$/.test(text);
}

/** For `check` of a stage type: what cannot be bound is an error of the definition. */
export function refuseUnbound({ value, at, locate }: StageSource, language: QueryLanguage, report: Report): void {
  if (value.kind !== "scalar" || at("unsafe-interpolation") !== undefined) return;
  for (const found of bindQuery(String(value.value), language).problems) report({ ...found, ...locate(value) });
}

/** As written, or with its values pasted in where the stage wants that. */
export function queryText({ value, unsafeInterpolation }: ReadyStage, s: StageRun): string {
  return unsafeInterpolation ? textOf(reveal(s.render(String(value)))) : String(value);
}

/** By name. A secret stays one. */
export function valuesOf(stage: ReadyStage, s: StageRun, { names, problems }: BoundQuery): Record<string, unknown> {
  if (problems.length > 0) throw definitionFault(stage.at, problems);
  return Object.fromEntries(
    names.map(({ name, expression, asText }) => {
      const value = s.evaluate(expression);
      if (!asText) return [name, value];
      const { value: open, secret } = opened(value);
      return [name, secret ? new Secret(textOf(open)) : textOf(open)];
    }),
  );
}
