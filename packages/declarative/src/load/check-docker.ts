/** Whether there is a Docker Engine where a definition wants containers: it may be executed elsewhere, so this is a warning. */
import { StepwellError } from "@stepwell/core";
import { DockerEngine } from "../containers/docker-engine.ts";
import { problem, type Report } from "../diagnosis/problem.ts";
import type { DeclarativeErrorCode } from "../errors.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import { StageLists, stageOf } from "./stage-lists.ts";

interface Wanted {
  readonly stages: ReadonlyMap<string, StageShape>;
  readonly docker: string | undefined;
  readonly warn: Report;
  readonly sources: readonly { readonly node: MapNode }[];
}

/** Said once, at the first stage or job that wants one. */
export async function checkDocker(
  lists: readonly (SourceNode | undefined)[],
  { stages, docker, warn, sources }: Wanted,
): Promise<void> {
  if (docker === undefined) return;
  let first: SourceNode | undefined;
  const visitor = new StageLists(stages, ({ items }) => {
    for (const item of items) {
      const stage = stageOf(item, stages);
      if (stage?.type.key === "docker") first ??= stage.node.entries.get("docker")?.key;
    }
  });
  for (const list of lists) visitor.walk(list);
  const places = sources.flatMap(({ node }) => placesIn(node.entries.get("jobs")?.value));
  const node = first ?? places.find((place) => textOf(place).startsWith("docker:"));
  if (node === undefined) return;
  await new DockerEngine(docker).version().catch((error: unknown) => {
    if (!(error instanceof StepwellError)) throw error;
    warn(problem(error.code as DeclarativeErrorCode, error.facts as never, locationOf(node)));
  });
}

/** Where its jobs run, as it is written. */
function placesIn(jobs: SourceNode | undefined): ScalarNode[] {
  if (jobs?.kind !== "map") return [];
  return [...jobs.entries.values()].flatMap(({ value: job }) => {
    const written = job.kind === "map" ? job.entries.get("runs-on")?.value : undefined;
    const place = written?.kind === "map" ? written.entries.get("type")?.value : written;
    return place?.kind === "scalar" && typeof place.value === "string" ? [place] : [];
  });
}
