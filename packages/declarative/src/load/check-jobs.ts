/** What a job says of itself that its keys alone cannot tell: its id, and the size and keys of its matrix. */
import { nearestName } from "@stepwell/core/text";
import { problem, type Report } from "../diagnosis/problem.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, SourceNode } from "../source/node.ts";

/** Legs of one matrix; 10,000 `echo` stages take two seconds. */
const mostLegs = 10_000;

export function checkJobs(jobs: SourceNode | undefined, report: Report): void {
  if (jobs?.kind !== "map") return;
  for (const [key, { value }] of jobs.entries) {
    if (value.kind !== "map") continue;
    const id = value.entries.get("id")?.value;
    if (id?.kind === "scalar" && id.value !== null && textOf(id) !== key)
      report(problem("other-id", { id: textOf(id), key }, locationOf(id)));
    const strategy = value.entries.get("strategy")?.value;
    if (strategy?.kind === "map") checkStrategy(strategy, report);
  }
}

function checkStrategy(strategy: MapNode, report: Report): void {
  const matrix = strategy.entries.get("matrix")?.value;
  if (matrix?.kind !== "map") return;
  const axes = [...matrix.entries].filter(([name]) => name !== "include" && name !== "exclude");
  const legs = axes.reduce((count, [, { value }]) => count * (value.kind === "list" ? value.items.length : 1), 1);
  if (legs > mostLegs) report(problem("matrix-too-large", { legs, limit: mostLegs }, locationOf(matrix)));
  const known = axes.map(([name]) => name);
  for (const holder of [strategy, matrix]) {
    const exclude = holder.entries.get("exclude")?.value;
    if (exclude?.kind === "list") for (const one of exclude.items) checkExclude(one, known, report);
  }
}

function checkExclude(node: SourceNode, known: readonly string[], report: Report): void {
  if (node.kind !== "map") return;
  for (const [key, entry] of node.entries) {
    if (known.includes(key)) continue;
    report(problem("unknown-matrix-key", { key, nearest: nearestName(key, known), known }, locationOf(entry.key)));
  }
}
