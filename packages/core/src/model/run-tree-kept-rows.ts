/** Rows of what an earlier run has done of the parts of a run. */
import type { TreeNode } from "./run-tree-node.ts";
import type { TreePart } from "./run-tree-parts.ts";
import type { LevelRow, StepRow } from "./run-tree-row.ts";
import { plainRow } from "./run-tree-step.ts";
import { readableName } from "./text/readable-name.ts";

/** Nothing of it is executed. */
export function keptPart({ name, why, kept }: TreePart): StepRow | LevelRow {
  const [label, op] = [readableName(name), name];
  if (kept.ended === "skipped") return plainRow({ state: "skipped", op, label, why });
  if (kept.legs === 0) return keptRow({ op, label, depth: 0 });
  const legs = { done: kept.legs, failed: 0, kept: kept.legs, total: kept.legs };
  const times = { startedAt: undefined, sinceAt: undefined, endedAt: undefined };
  return { type: "level", depth: 0, state: "kept", op, label, done: kept.legs, known: kept.legs, legs, ...times };
}

/** A later attempt executes all. */
export function keptSteps({ name, path, children }: TreeNode, { name: part, kept }: TreePart): StepRow[] {
  if (name !== part) return [];
  const executed = new Set([...children.values()].map((child) => child.name));
  return kept.names
    .filter((step) => !executed.has(step))
    .map((step) => keptRow({ op: `${path}/${step}`, label: readableName(step), depth: 1 }));
}

/** Only where all legs are shown. */
export function keptLegs({ path }: TreeNode, names: readonly string[]): StepRow[] {
  return names.map((name) => keptRow({ op: `${path}/${name}`, label: readableName(name), depth: 1 }));
}

function keptRow({ depth, ...row }: Pick<StepRow, "op" | "label" | "depth">): StepRow {
  return { ...plainRow({ state: "kept", why: "", ...row }), depth, summary: "kept" };
}
