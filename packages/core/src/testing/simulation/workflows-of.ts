/** The workflows of a plan, as one process executes them. */
import type { SharingOptions } from "../../operations/sharing-options.ts";
import { type AnyWorkflow, workflow } from "../../operations/workflow.ts";
import { fold } from "./fold.ts";
import type { Flow, Plan } from "./plan.ts";
import { Player } from "./player.ts";
import type { Input, Stage } from "./stage.ts";

export function workflowsOf(
  { flows, logs = false }: Pick<Plan, "flows" | "logs">,
  where: Omit<Stage, "logs">,
): AnyWorkflow[] {
  const stage = { ...where, logs };
  const made = new Map<string, AnyWorkflow>();
  for (const { name, program, timeoutMs, queue, ...shares } of flows.toReversed()) {
    const options = {
      name,
      ...sharing(shares),
      ...(queue === undefined ? {} : { queue }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    };
    const flow = workflow(options, async (wf, input: Input) => {
      const { id, generation } = wf;
      const execution = stage.executions.begin(stage.actor, { id, generation, workflow: name });
      const player = new Player({ stage, execution, callable: made, input }, wf);
      await player.play(program, "");
      execution.output = `${wf.id}.${wf.generation}=${fold(execution.told.map(({ text }) => text))}`;
      return execution.output;
    });
    made.set(name, flow);
  }
  return [...made.values()];
}

type Shares = Pick<Flow, "limit" | "keys" | "yields" | "onConflict" | "needs" | "rate">;

function sharing({ limit, keys, yields, onConflict, needs, rate }: Shares): SharingOptions<Input> {
  const key = keys === undefined ? {} : { key: (input: Input) => `k${input.key % keys}` };
  const policy = onConflict === undefined ? {} : { onConflict };
  return {
    ...(limit === undefined ? {} : { concurrency: { limit, holdWhileWaiting: yields !== true, ...policy, ...key } }),
    ...(needs === undefined ? {} : { limits: [needs] }),
    ...(rate === undefined ? {} : { rateLimit: { limit: rate.limit, period: rate.periodMs, ...key } }),
  };
}
