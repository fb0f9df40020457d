/**
 * Warns where a script uses its own variable as code and the variable holds the value of a template: bash evaluates
 * it there, and executes what is in it. Binding cannot help: a param of type `int` can.
 */

import { Positions } from "../positions.ts";
import { type Complaint, complaint, shownExpression } from "../problem-at.ts";
import type { Danger } from "./dangers.ts";
import type { Reading } from "./reading.ts";
import type { Span } from "./syntax.ts";
import type { Assignment } from "./variables.ts";

export function codeWarnings(
  reading: Reading,
  assignments: readonly Assignment[],
  dangers: readonly Danger[],
): Complaint[] {
  if (assignments.length === 0) return [];
  const expansions = new Positions(reading.records.expansions);
  const sources = sourcesOf(reading, assignments, expansions);
  const uses = [
    ...reading.records.evaluated.flatMap((span) => evaluatedNames(reading, span)),
    ...reading.records.indirect,
    ...dangers.flatMap(({ span }) => expansions.within(span)),
  ];
  const seen = new Set<number>();
  return uses.flatMap(({ name, at }) => {
    const templates = sources.get(name);
    if (templates === undefined || seen.has(at)) return [];
    seen.add(at);
    const expressions = [...templates];
    const [first = "", second, ...more] = expressions;
    const shown = [first, ...(second === undefined ? [] : [second])].map(shownExpression).join(", ");
    const facts = {
      language: "bash",
      what: `what is in ${name}`,
      expressions: more.length === 0 ? shown : `${shown} and others`,
    };
    return [complaint("value-as-code", facts, { start: at, end: at + 1, expressions })];
  });
}

const isIn = (at: number, { start, end }: Span): boolean => at >= start && at < end;

/** The expressions whose values a variable may hold, also by way of others. */
function sourcesOf(
  reading: Reading,
  assignments: readonly Assignment[],
  expansions: Positions<{ readonly name: string; readonly at: number }>,
): Map<string, Set<string>> {
  const sources = new Map<string, Set<string>>();
  const edges = assignments.map(({ name, values }) => ({
    name,
    from: expansions.within(values).map((expansion) => expansion.name),
    own: new Set(
      reading
        .within(values)
        .filter(({ index }) => reading.places.get(index)?.kind !== "number")
        .map(({ expression }) => expression),
    ),
  }));
  for (let grows = true; grows; ) {
    grows = false;
    for (const { name, from, own } of edges) {
      const held = sources.get(name) ?? new Set<string>();
      const before = held.size;
      for (const expression of own) held.add(expression);
      for (const other of from) for (const expression of sources.get(other) ?? []) held.add(expression);
      if (held.size > 0) sources.set(name, held);
      grows ||= held.size > before;
    }
  }
  return sources;
}

/** Names in arithmetic need no dollar sign. */
function evaluatedNames(reading: Reading, { start, end }: Span): { name: string; at: number }[] {
  const text = reading.text.slice(start, end);
  return [...text.matchAll(/[A-Za-z_]\w*/g)]
    .filter(({ index }) => !reading.within({ start, end }).some((template) => isIn(start + index, template)))
    .map(({ 0: name, index }) => ({ name, at: start + index }));
}
