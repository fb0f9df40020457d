/** Whether a part runs: its `if`, and what has happened before it. */
import { evaluateCondition } from "../expressions/evaluate.ts";
import { explain } from "../expressions/explain.ts";
import type { Expression } from "../expressions/expression.ts";
import type { Node } from "../expressions/node.ts";
import { readsResults } from "../expressions/reads-results.ts";
import { calledFunctions } from "../expressions/references.ts";
import { type Course, type Names, type StatusNow, scopeOf } from "./course.ts";

const failureFunctions: ReadonlySet<string> = new Set(["always", "failure", "cancelled"]);
const statusFunctions: ReadonlySet<string> = new Set([...failureFunctions, "success"]);

/** Undefined: it runs. Else why it does not. */
export type Hindrance = string | undefined;

/** Asks by itself how others have ended, so that their failure alone is no reason to skip. */
export function asksForResults(expression: Expression): boolean {
  return callsStatus(expression) || readsResults(expression);
}

/** It may hold although something before has failed. */
export function asksForFailures(expression: Expression): boolean {
  if (readsResults(expression)) return true;
  const called = calledFunctions(expression);
  if (called.some((name) => failureFunctions.has(name))) return true;
  return called.includes("success") && !needsSuccess(expression.root);
}

/** It does not hold where success() does not: unlike `!success()`. */
function needsSuccess(node: Node): boolean {
  if (node.kind === "call") return node.name === "success";
  if (node.kind !== "logic") return false;
  return node.operator === "&&" ? node.operands.some(needsSuccess) : node.operands.every(needsSuccess);
}

/** Calls always(), success(), failure() or cancelled(). */
function callsStatus(expression: Expression): boolean {
  return calledFunctions(expression).some((name) => statusFunctions.has(name));
}

export function conditionHinders(
  course: Course,
  condition: Expression,
  given: { readonly names: Names; readonly now: StatusNow },
): Hindrance {
  const scope = scopeOf(course, given.names, given.now);
  return evaluateCondition(condition, scope) ? undefined : `if: ${explain(condition, scope)}`;
}

/** For a stage: without a condition of its own, or with one that asks nothing of the kind, only while all went well. */
export function stageHindrance(
  course: Course,
  condition: string | undefined,
  given: { readonly names: Names; readonly now: StatusNow },
): Hindrance {
  const { failed, cancelled } = given.now;
  const expression = condition === undefined ? undefined : course.services.templates.condition(condition);
  if (expression === undefined || !callsStatus(expression)) {
    if (cancelled) return "the run was cancelled";
    if (failed) return "a stage before it has failed";
  }
  return expression === undefined ? undefined : conditionHinders(course, expression, given);
}
