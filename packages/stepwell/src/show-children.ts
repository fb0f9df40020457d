/** The runs that a run has started, and those that these have started, below each other. */
import type { RunView, Stepwell } from "@stepwell/core";
import { plainJson } from "./plain-json.ts";
import { tookOf } from "./run-table.ts";
import { shownWhy } from "./shown-why.ts";
import { signOf, toneOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import type { Screen } from "./terminal/screen.ts";
import { type Line, span } from "./terminal/spans.ts";

export interface ChildRun {
  readonly run: RunView;
  readonly children: Children;
}

export interface Children {
  /** Oldest first. */
  readonly runs: readonly ChildRun[];
  /** There are more, which were left out. */
  readonly more: boolean;
}

/** Of one parent, and how far down: a tree is to be read, not to be paged through. */
const childrenMost = 20;
const depthMost = 4;

export async function childrenOf(engine: Stepwell, parent: string, depth = 1): Promise<Children> {
  const { items, next } = await engine.list({ parent }, { limit: 200 });
  // Newest first as they come: the oldest of very many are not looked for.
  const oldestFirst = items.toReversed();
  const shown = oldestFirst.slice(0, childrenMost);
  const runs: ChildRun[] = [];
  for (const run of shown) {
    const below = depth < depthMost ? await childrenOf(engine, run.id, depth + 1) : { runs: [], more: false };
    runs.push({ run, children: below });
  }
  return { runs, more: next !== undefined || items.length > shown.length };
}

export function printChildren(children: Children, screen: Screen, now: number): void {
  if (children.runs.length === 0) return;
  screen.line([]);
  screen.line([span("runs that it has started", "strong")]);
  for (const line of linesOf(children, { screen, now, depth: 1 })) screen.line(line);
}

function linesOf({ runs, more }: Children, place: { screen: Screen; now: number; depth: number }): Line[] {
  const { screen, now, depth } = place;
  const indent = span("  ".repeat(depth));
  const lines = runs.flatMap(({ run, children }): Line[] => {
    const { id, workflow, status } = run;
    const why = shownWhy(run);
    const facts = [status.replace("_", " "), tookOf(run, now)].filter((fact) => fact !== "").join("  ");
    const line: Line = [
      indent,
      signOf(status, screen.appearance),
      span(` ${plainText(id)}  `),
      span(`${plainText(workflow)}  `, "idle"),
      span(facts, toneOf(status)),
      span(why === "" ? "" : `  ${plainText(why)}`, "idle"),
    ];
    return [line, ...linesOf(children, { screen, now, depth: depth + 1 })];
  });
  return more ? [...lines, [indent, span("and more", "idle")]] : lines;
}

export function childrenJson({ runs }: Children): readonly unknown[] {
  return runs.map(({ run, children }) => ({ ...(plainJson(run) as object), children: childrenJson(children) }));
}
