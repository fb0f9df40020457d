/** The workflows of a plan, as one process executes them. */
import { type AnyWorkflow, workflow } from "../../operations/workflow.ts";
import { fold } from "./fold.ts";
import type { Flow } from "./plan.ts";
import { type Input, Player, type Stage } from "./player.ts";

export function workflowsOf(flows: readonly Flow[], stage: Stage): AnyWorkflow[] {
  const made = new Map<string, AnyWorkflow>();
  for (const { name, program, limit, timeoutMs } of flows.toReversed()) {
    const options = {
      name,
      ...(limit === undefined ? {} : { concurrency: { limit } }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    };
    const flow = workflow(options, async (wf, input: Input) => {
      const execution = stage.executions.begin(stage.actor, wf);
      const player = new Player({ stage, execution, callable: made, input }, wf);
      await player.play(program, "");
      execution.output = `${wf.id}.${wf.generation}=${fold(execution.told.map(({ text }) => text))}`;
      return execution.output;
    });
    made.set(name, flow);
  }
  return [...made.values()];
}
