/** Says why a condition came out as it did: the expression, and what each operand was. */
import { evaluatePart } from "./evaluate.ts";
import type { Expression } from "./expression.ts";
import type { Node } from "./node.ts";
import { shown } from "./refusal.ts";
import type { EvaluationScope } from "./scope.ts";
import { Secret } from "./secret.ts";
import { childrenOf } from "./walk.ts";

/**
 * `needs.a.result == 'success' && params.n > 3: needs.a.result is "failure", params.n is 2`.
 * Secrets are `***`, and what could not be evaluated is `unknown`. Never throws.
 */
export function explain(expression: Expression, scope: EvaluationScope): string {
  const operands = new Map<string, string>();
  const visit = (node: Node): void => {
    if (node.kind === "name" || node.kind === "member" || node.kind === "call" || node.kind === "filter") {
      const text = expression.source.slice(node.at, node.end);
      if (!operands.has(text)) operands.set(text, valueText(expression, node, scope));
      // A path says all by its value; of what is computed, what went into it is asked for as well.
      if (node.kind === "name" || node.kind === "member") return;
    }
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expression.root);
  const values = [...operands].map(([text, value]) => `${text} is ${value}`);
  return values.length === 0 ? expression.text : `${expression.text}: ${values.join(", ")}`;
}

function valueText(expression: Expression, node: Node, scope: EvaluationScope): string {
  try {
    const value = evaluatePart(expression, node, scope);
    return value instanceof Secret ? String(value) : shown(value);
  } catch {
    return "unknown";
  }
}
