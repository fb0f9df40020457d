/** Templates and conditions of definitions, each read once per process. */
import { declarativeFailure } from "../errors.ts";
import { type Expression, type Parsed, parseCondition } from "../expressions/expression.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import { isTemplate, parseTemplate, render, type Template } from "../expressions/template.ts";

/** Definitions come and go in a long-lived process: beyond this many texts all are forgotten, and read again. */
const mostTexts = 20_000;

export class Templates {
  readonly #templates = new Map<string, Template>();
  readonly #conditions = new Map<string, Expression>();

  /** The value of a text: itself where it holds no template. */
  text(text: string, scope: EvaluationScope): unknown {
    return isTemplate(text) ? render(this.read(text), scope) : text;
  }

  /** A copy of plain data in which every text is evaluated; names of maps are taken as they are. */
  deep(value: unknown, scope: EvaluationScope): unknown {
    if (typeof value === "string") return this.text(value, scope);
    if (Array.isArray(value)) return value.map((item) => this.deep(item, scope));
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, this.deep(item, scope)]));
  }

  /** @throws template-invalid */
  read(text: string): Template {
    const known = this.#templates.get(text);
    if (known !== undefined) return known;
    const template = parseTemplate(text);
    const [problem] = template.problems;
    if (problem !== undefined) throw declarativeFailure("template-invalid", { problem: problem.message, text });
    return kept(this.#templates, text, template);
  }

  /** @throws template-invalid */
  condition(text: string): Expression {
    const known = this.#conditions.get(text);
    if (known !== undefined) return known;
    const parsed: Parsed = parseCondition(text);
    if ("problem" in parsed) throw declarativeFailure("template-invalid", { problem: parsed.problem.message, text });
    return kept(this.#conditions, text, parsed.expression);
  }
}

function kept<T>(texts: Map<string, T>, text: string, value: T): T {
  if (texts.size >= mostTexts) texts.clear();
  texts.set(text, value);
  return value;
}
