/** Needs that lead nowhere, stand twice, or go round in a circle. */
import { nearestName } from "@stepwell/core/text";
import { problem, type Report } from "../diagnosis/problem.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";

export function checkNeeds(jobs: SourceNode | undefined, report: Report): void {
  if (jobs?.kind !== "map") return;
  const known = [...jobs.entries.keys()];
  const needs = new Map<string, Map<string, ScalarNode>>();
  for (const [job, { value }] of jobs.entries) {
    const own = new Map<string, ScalarNode>();
    needs.set(job, own);
    for (const node of value.kind === "map" ? needsOf(value) : []) {
      const need = textOf(node);
      if (!jobs.entries.has(need)) {
        const others = known.filter((id) => id !== job);
        report(
          problem("unknown-need", { need, job, nearest: nearestName(need, others), known: others }, locationOf(node)),
        );
      } else if (own.has(need)) report(problem("duplicate-need", { need, job }, locationOf(node)));
      else own.set(need, node);
    }
  }
  reportCircles(needs, report);
}

function needsOf(job: MapNode): ScalarNode[] {
  const needs = job.entries.get("needs")?.value;
  const all = needs === undefined ? [] : needs.kind === "list" ? needs.items : [needs];
  return all.filter((node): node is ScalarNode => node.kind === "scalar" && node.value !== null);
}

/** Each circle once, at the need that closes it. Without recursion: a chain may be as long as a map. */
function reportCircles(needs: ReadonlyMap<string, ReadonlyMap<string, ScalarNode>>, report: Report): void {
  const done = new Set<string>();
  for (const start of needs.keys()) {
    if (done.has(start)) continue;
    const path = [{ job: start, rest: [...(needs.get(start) ?? [])] }];
    const onPath = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.shift();
      if (next === undefined) {
        done.add(top.job);
        onPath.delete(top.job);
        path.pop();
        continue;
      }
      const [need, node] = next;
      if (onPath.has(need)) {
        const jobs = path.map(({ job }) => job);
        const circle = [...jobs.slice(jobs.indexOf(need)), need];
        report(problem("needs-circle", { circle }, locationOf(node)));
      } else if (!done.has(need)) {
        onPath.add(need);
        path.push({ job: need, rest: [...(needs.get(need) ?? [])] });
      }
    }
  }
}
