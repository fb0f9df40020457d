/** Computes the value of an expression: pure, synchronous, deterministic. */
import { firstOf } from "../catalogue/there-are.ts";
import { declarativeFailure } from "../errors.ts";
import { EvaluationFault } from "./evaluation-fault.ts";
import type { Expression } from "./expression.ts";
import { checkCount, computed } from "./invoke.ts";
import { asSpread, elementsOf, memberOf, nothing } from "./member.ts";
import type { CallNode, CompareNode, FilterNode, LogicNode, MemberNode, NameNode, Node, TextNode } from "./node.ts";
import { shown } from "./refusal.ts";
import type { EvaluationScope } from "./scope.ts";
import { reveal, Secret } from "./secret.ts";
import { membersOf, textOfParts } from "./text.ts";
import { compare, kindOf, truthy } from "./value.ts";

/**
 * The value of an expression: a `Secret` if a secret went into it, but for comparisons, whose results are plain.
 * Throws `expression-failed` with the place: an unknown path, a function that was given what it does not take.
 */
export function evaluate(expression: Expression, scope: EvaluationScope): unknown {
  return evaluatePart(expression, expression.root, scope);
}

/** The value of a part of an expression, as `evaluate` gives it for the whole. */
export function evaluatePart(expression: Expression, node: Node, scope: EvaluationScope): unknown {
  try {
    return valueAt(node, scope);
  } catch (fault) {
    if (!(fault instanceof EvaluationFault)) throw fault;
    const { at, end } = fault.node;
    const place = expression.placeOf?.(at, end - at);
    const facts = {
      where: place === undefined ? "" : `${place.file}:${place.line}:${place.column}: `,
      expression: expression.text,
      part: expression.source.slice(at, end),
      problem: fault.problem,
    };
    const unset = fault.unset ? { unset: true } : {};
    throw declarativeFailure("expression-failed", { ...facts, ...unset }, fault.cause);
  }
}

/** What a condition comes to: the truth of its value, secret or not. */
export function evaluateCondition(expression: Expression, scope: EvaluationScope): boolean {
  return truthy(reveal(evaluate(expression, scope)));
}

function valueAt(node: Node, scope: EvaluationScope): unknown {
  switch (node.kind) {
    case "literal":
      return node.value;
    case "name":
      return context(node, scope);
    case "member":
      return member(node, scope);
    case "compare":
      return compared(node, scope);
    case "logic":
      return logic(node, scope);
    case "not":
      return !truthy(reveal(valueAt(node.operand, scope)));
    case "call":
      return called(node, scope);
    case "filter":
      return filtered(node, scope);
    case "text":
      return joined(node, scope);
  }
}

function context(node: NameNode, { contexts }: EvaluationScope): unknown {
  const value = contexts.get(node.name);
  if (value !== undefined || contexts.has(node.name)) return value ?? null;
  const lower = node.name.toLowerCase();
  for (const [name, other] of contexts) if (name.toLowerCase() === lower) return other ?? null;
  if (node.optional) return null;
  const known = [...contexts.keys()].join(", ");
  throw new EvaluationFault(node, `nothing is named "${node.name}" here; known: ${known}`, { unknown: true });
}

function member(node: MemberNode, scope: EvaluationScope): unknown {
  const holder = valueAt(node.of, scope);
  const key = node.key === "*" ? "*" : valueAt(node.key, scope);
  const hidden = holder instanceof Secret || key instanceof Secret;
  const found = node.key === "*" ? elementsOf(reveal(holder)) : memberOf(reveal(holder), reveal(key));
  if (found !== nothing) return hidden ? new Secret(found) : (found ?? null);
  if (node.optional) return node.key === "*" ? asSpread([]) : null;
  const unset = node.of.kind === "name" && /^vars$/i.test(node.of.name);
  throw new EvaluationFault(node, whyUnknown(node, holder, key), { unknown: true, unset });
}

function whyUnknown(node: MemberNode, holder: unknown, key: unknown): string {
  if (holder instanceof Secret || key instanceof Secret) return "a secret has no such member";
  const kind = kindOf(holder);
  const asked = node.key === "*" ? "elements" : shown(key);
  const unset = node.of.kind === "name" && typeof key === "string" ? unsetName(node.of.name, key) : undefined;
  if (unset !== undefined) return unset;
  if (kind === "map") return `it has no ${asked}; it has ${listed(holder as object)}`;
  if (kind === "list") return `the list of ${(holder as unknown[]).length} has no element ${shown(key)}`;
  return kind === "null" ? `it is null, which has no ${asked}` : `it is a ${kind}, which has no ${asked}`;
}

/** What people set outside of definitions is not misspelt as often as it is missing. */
function unsetName(context: string, name: string): string | undefined {
  if (!/^[A-Za-z_]\w*$/.test(name)) return undefined;
  const asked = shown(name);
  if (/^secrets$/i.test(context))
    return `secret ${asked} has no value: stepwell secrets set ${name}, or STEPWELL_SECRET_${name}`;
  if (!/^vars$/i.test(context)) return undefined;
  return `variable ${asked} had no value when the run began: stepwell vars set ${name}, then run it anew`;
}

function listed(map: object): string {
  // What stands under an object has no name, and the object perhaps no text.
  const names = membersOf(map).map(([key]) => key);
  return firstOf(names, "no members");
}

function compared({ operator, left, right }: CompareNode, scope: EvaluationScope): boolean {
  const order = compare(reveal(valueAt(left, scope)), reveal(valueAt(right, scope)));
  switch (operator) {
    case "==":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
  }
}

/** The operand that decides, itself: `a || b` is a value as well as a condition. */
function logic({ operator, operands }: LogicNode, scope: EvaluationScope): unknown {
  const decides = operator === "||";
  let value: unknown = null;
  for (const operand of operands) {
    value = valueAt(operand, scope);
    if (truthy(reveal(value)) === decides) return value;
  }
  return value;
}

function called(node: CallNode, scope: EvaluationScope): unknown {
  const callee = scope.functions.get(node.name);
  if (callee === undefined) throw new EvaluationFault(node, `there is no function "${node.name}"`);
  const given = node.arguments.map((argument) => valueAt(argument, scope));
  checkCount(node, given.length, callee);
  return computed(node, given, (plain) => callee.evaluate(plain, scope));
}

function filtered(node: FilterNode, scope: EvaluationScope): unknown {
  const filter = scope.filters.get(node.name);
  if (filter === undefined) throw new EvaluationFault(node, `there is no filter "${node.name}"`);
  const input = filter.acceptsUnknown ? valueOrNull(node.input, scope) : valueAt(node.input, scope);
  const given = node.arguments.map((argument) => valueAt(argument, scope));
  checkCount(node, given.length, filter);
  return computed(node, [input, ...given], ([value, ...rest]) => filter.evaluate(value, rest));
}

function valueOrNull(node: Node, scope: EvaluationScope): unknown {
  try {
    return valueAt(node, scope);
  } catch (fault) {
    if (fault instanceof EvaluationFault && fault.unknown) return null;
    throw fault;
  }
}

function joined({ parts }: TextNode, scope: EvaluationScope): unknown {
  return textOfParts(parts.map((part) => valueAt(part, scope)));
}
