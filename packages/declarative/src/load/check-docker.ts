/** Whether there is a Docker Engine where a definition wants containers: it may be executed elsewhere, so this is a warning. */
import { StepwellError } from "@stepwell/core";
import { DockerEngine } from "../containers/docker-engine.ts";
import { problem, type Report } from "../diagnosis/problem.ts";
import type { DeclarativeErrorCode } from "../errors.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { locationOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";
import { StageLists, stageOf } from "./stage-lists.ts";

/** Said once, at the first stage that wants one. */
export async function checkDocker(
  lists: readonly (SourceNode | undefined)[],
  {
    stages,
    docker,
    warn,
  }: { readonly stages: ReadonlyMap<string, StageShape>; readonly docker: string | undefined; readonly warn: Report },
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
  const node = first;
  if (node === undefined) return;
  await new DockerEngine(docker).version().catch((error: unknown) => {
    if (!(error instanceof StepwellError)) throw error;
    warn(problem(error.code as DeclarativeErrorCode, error.facts as never, locationOf(node)));
  });
}
