/** Finds in an expression what nobody knows: names, functions, filters, numbers of arguments. */
import { nearestName } from "@stepwell/core/text";
import { type Location, type Problem, problem } from "../diagnosis/problem.ts";
import type { Expression } from "./expression.ts";
import { arityText } from "./invoke.ts";
import type { CallNode, FilterNode, Node } from "./node.ts";
import { type Reference, references } from "./references.ts";
import type { Arity, ExpressionFunction, Filter } from "./scope.ts";
import { childrenOf } from "./walk.ts";

/** What can be known of a value before it is there. */
export type Known = "anything" | KnownMembers;

export interface KnownMembers {
  /** What its members are, for messages: "param", "job". */
  readonly called: string;
  /** No other member will be there. A Map, or whatever answers like one. */
  readonly members: Members;
}

export type Members = Pick<ReadonlyMap<string, Known>, "get" | "keys" | "entries">;

export interface KnownNames {
  /** By context. */
  readonly contexts: ReadonlyMap<string, Known>;
  /** By name, in lower case. */
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  readonly filters: ReadonlyMap<string, Filter>;
}

/** All that is wrong with an expression, in the order of the text. Paths that are excused with `?` are not looked at. */
export function checkExpression(expression: Expression, known: KnownNames): Problem[] {
  const found = [...checkPaths(expression, known), ...checkCalls(expression, known)];
  return found.sort((one, other) => one.at - other.at).map((one) => one.problem);
}

interface Found {
  readonly at: number;
  readonly problem: Problem;
}

function checkPaths(expression: Expression, { contexts, filters }: KnownNames): Found[] {
  const root: KnownMembers = { called: "context", members: contexts };
  return references(expression, filters).flatMap((reference) => checkPath({ expression, reference, root }));
}

function checkPath(of: { expression: Expression; reference: Reference; root: KnownMembers }): Found[] {
  let known: Known = of.root;
  for (const { name, at, end, excused } of of.reference.names) {
    if (known === "anything") return [];
    const next = memberOf(known.members, name);
    if (next === undefined) {
      if (excused) return [];
      const { called, members } = known;
      const names = [...members.keys()];
      const facts = { called, name, known: names, nearest: nearestName(name, names) };
      return [{ at, problem: problem("unknown-name", facts, locationOf(of.expression, at, end)) }];
    }
    known = next;
  }
  return [];
}

/** As at run time: names that differ in case alone are the same. */
function memberOf(members: Members, name: string): Known | undefined {
  const exact = members.get(name);
  if (exact !== undefined) return exact;
  const lower = name.toLowerCase();
  for (const [other, known] of members.entries()) if (other.toLowerCase() === lower) return known;
  return undefined;
}

function checkCalls(expression: Expression, known: KnownNames): Found[] {
  const found: Found[] = [];
  const visit = (node: Node): void => {
    if (node.kind === "call" || node.kind === "filter") found.push(...checkCall(expression, node, known));
    for (const child of childrenOf(node)) visit(child);
  };
  visit(expression.root);
  return found;
}

function checkCall(expression: Expression, node: CallNode | FilterNode, { functions, filters }: KnownNames): Found[] {
  const table: ReadonlyMap<string, { name: string; arity: Arity }> = node.kind === "call" ? functions : filters;
  const callee = table.get(node.name);
  const at = node.kind === "call" ? node.at : node.input.end;
  const location = locationOf(expression, at, node.end);
  if (callee === undefined) {
    const names = [...table.values()].map(({ name }) => name);
    const called = node.kind === "call" ? "function" : "filter";
    const facts = { called, name: node.name, known: names, nearest: nearestName(node.name, names) };
    return [{ at, problem: problem("unknown-name", facts, location) }];
  }
  const { least, most } = callee.arity;
  const given = node.arguments.length;
  if (given >= least && given <= most) return [];
  const facts = { name: callee.name, takes: arityText(callee.arity), given };
  return [{ at, problem: problem("wrong-arguments", facts, location) }];
}

function locationOf({ placeOf }: Expression, at: number, end: number): Location {
  return placeOf === undefined ? {} : { place: placeOf(at, end - at) };
}
