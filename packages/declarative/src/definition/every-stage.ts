/** Every stage of a definition, those below others too. */
import type { Definition } from "./definition.ts";
import type { Stage } from "./stage.ts";

export function everyStage({ jobs, onFailure = [], finally: last = [] }: Definition): Stage[] {
  return [...jobs.flatMap(({ stages }) => below(stages)), ...below(onFailure), ...below(last)];
}

export function below(stages: readonly Stage[]): Stage[] {
  return stages.flatMap((stage) => [stage, ...stage.branches.flatMap((branch) => below(branch.stages))]);
}
