/** Where a definition or a template asks for templates. */
import type { StageShape } from "../format/stage-shape.ts";
import type { MapNode, SourceNode } from "../source/node.ts";
import { StageLists } from "./stage-lists.ts";
import type { UseSite } from "./template-library.ts";

type Stages = ReadonlyMap<string, StageShape>;

/** Of a workflow: its jobs, their stages, and those after the run. */
export function usesOfWorkflow(workflow: MapNode, stages: Stages): UseSite[] {
  const sites = [workflow.entries.get("on-failure"), workflow.entries.get("finally")].flatMap((entry) =>
    usesOfStages(entry?.value, stages),
  );
  const jobs = workflow.entries.get("jobs")?.value;
  if (jobs?.kind !== "map") return sites;
  for (const { value: job } of jobs.entries.values()) {
    if (job.kind !== "map") continue;
    const use = useAt(job, "jobs");
    if (use !== undefined) sites.push(use);
    sites.push(...usesOfStages(job.entries.get("stages")?.value, stages));
  }
  return sites;
}

export function usesOfStages(list: SourceNode | undefined, stages: Stages): UseSite[] {
  const sites: UseSite[] = [];
  const visitor = new StageLists(stages, ({ items }) => {
    for (const item of items) {
      const use = item.kind === "map" ? useAt(item, "stages") : undefined;
      if (use !== undefined) sites.push(use);
    }
  });
  visitor.walk(list);
  return sites;
}

function useAt(node: MapNode, folder: UseSite["folder"]): UseSite | undefined {
  const uses = node.entries.get("uses")?.value;
  return uses?.kind === "scalar" && typeof uses.value === "string" ? { folder, node: uses } : undefined;
}
