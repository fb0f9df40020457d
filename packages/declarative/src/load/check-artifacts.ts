/** Downloads that no job before uploads, as far as that stands written. */
import { problem, type Report } from "../diagnosis/problem.ts";
import { isTemplate } from "../expressions/template.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";

export function checkArtifacts(jobs: SourceNode | undefined, report: Report): void {
  if (jobs?.kind !== "map") return;
  const byId = new Map([...jobs.entries].map(([id, { value }]) => [id, value]));
  for (const [id, job] of byId) {
    const downloads = artifactsOf(job, "download");
    if (downloads.length === 0) continue;
    const known = uploadsBefore(id, byId);
    if (known === undefined) continue;
    for (const node of downloads) {
      const name = textOf(node);
      if (isTemplate(name) || known.includes(name)) continue;
      report(problem("artifact-unknown", { job: id, name, known }, locationOf(node)));
    }
  }
}

/** Undefined: it does not stand there (templates of names, templates of jobs). */
function uploadsBefore(id: string, jobs: ReadonlyMap<string, SourceNode>): readonly string[] | undefined {
  const found = new Set<string>();
  const seen = new Set<string>([id]);
  const todo = needsOf(jobs.get(id));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const job = jobs.get(next);
    if (job?.kind === "map" && job.entries.has("uses")) return undefined;
    for (const node of artifactsOf(job, "upload")) {
      if (isTemplate(textOf(node))) return undefined;
      found.add(textOf(node));
    }
    todo.push(...needsOf(job));
  }
  return [...found];
}

function needsOf(job: SourceNode | undefined): string[] {
  return scalars(entry(job, "needs")).map((node) => textOf(node));
}

/** The nodes of their names. */
function artifactsOf(job: SourceNode | undefined, key: "upload" | "download"): ScalarNode[] {
  const all = entry(entry(job, "artifacts"), key);
  const items = all === undefined ? [] : all.kind === "list" ? all.items : [all];
  return items.flatMap((item) => scalars(item.kind === "map" ? entry(item, "name") : item));
}

function entry(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === "map" ? (node satisfies MapNode).entries.get(key)?.value : undefined;
}

function scalars(node: SourceNode | undefined): ScalarNode[] {
  const all = node === undefined ? [] : node.kind === "list" ? node.items : [node];
  return all.filter((each): each is ScalarNode => each.kind === "scalar" && each.value !== null);
}
