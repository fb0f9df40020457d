/** Which tasks a run uses, as they are when it begins. */
import type { WorkflowContext } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { Stage } from "../definition/stage.ts";
import { RunTasks } from "../tasks/run-tasks.ts";
import type { Services } from "./services.ts";

/** The journal keeps what they were: a step, of runs that use some. */
export async function runTasks(
  wf: WorkflowContext,
  definition: Definition,
  { tasks }: Pick<Services, "tasks">,
): Promise<RunTasks> {
  const used = usedTasks(definition);
  if (used.length === 0) return new RunTasks(tasks, []);
  return new RunTasks(tasks, await wf.step("resolve tasks", () => tasks.pins(used), { retry: false }));
}

/** Names of the tasks that a definition uses, `path/name@tag`: each once, in its order. */
export function usedTasks({ jobs, onFailure = [], finally: last = [] }: Definition): string[] {
  const found = new Set<string>();
  const walk = (stages: readonly Stage[]): void => {
    for (const { type, value, template, branches } of stages) {
      if (type === "uses" && template === undefined) found.add(String(value));
      for (const branch of branches) walk(branch.stages);
    }
  };
  for (const { stages } of jobs) walk(stages);
  walk(onFailure);
  walk(last);
  return [...found];
}
