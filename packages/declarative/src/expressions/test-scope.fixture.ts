/** Evaluates texts for tests. */
import { evaluate } from "./evaluate.ts";
import { type Expression, parseCondition, parseExpression } from "./expression.ts";
import { builtInFunctions } from "./functions/index.ts";
import type { EvaluationScope } from "./scope.ts";

export function scopeOf(contexts: Record<string, unknown> = {}, more: Partial<EvaluationScope> = {}): EvaluationScope {
  return { contexts: new Map(Object.entries(contexts)), functions: builtInFunctions, filters: new Map(), ...more };
}

export function expressionOf(text: string): Expression {
  return known(parseExpression(text, { file: "flow.yml", line: 3, column: 9 }));
}

export function conditionOf(text: string): Expression {
  return known(parseCondition(text, { file: "flow.yml", line: 3, column: 9 }));
}

function known(read: ReturnType<typeof parseExpression>): Expression {
  if ("problem" in read) throw new TypeError(read.problem.message);
  return read.expression;
}

export function valueIn(text: string, contexts: Record<string, unknown> = {}): unknown {
  return evaluate(expressionOf(text), scopeOf(contexts));
}
