/** The workflows of a plan, as one process executes them. */

import type { WorkflowContext } from "../../operations/context.ts";
import type { SharingOptions } from "../../operations/sharing-options.ts";
import { type AnyWorkflow, type WorkflowOptions, workflow } from "../../operations/workflow.ts";
import type { Followed } from "./execution.ts";
import { fold } from "./fold.ts";
import type { Flow, Plan } from "./plan.ts";
import { Player } from "./player.ts";
import type { Program } from "./program.ts";
import type { Input, Playing, Stage } from "./stage.ts";
import { codeOf } from "./telling.ts";

export function workflowsOf(
  { flows, logs = false, asksLater = false }: Pick<Plan, "flows" | "logs" | "asksLater">,
  where: Omit<Stage, "logs" | "asksLater">,
): AnyWorkflow[] {
  const stage = { ...where, logs, asksLater };
  const made = new Map<string, AnyWorkflow>();
  for (const { name, program, onFailure, onComplete, timeoutMs, queue, ...shares } of flows.toReversed()) {
    const players = new WeakMap<WorkflowContext, Playing>();
    const options = {
      name,
      ...hooksOf({ onFailure, onComplete }, players),
      ...sharing(shares),
      ...(queue === undefined ? {} : { queue }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    };
    const flow = workflow(options, async (wf, input: Input) => {
      const { id, generation } = wf;
      const execution = stage.executions.begin(stage.actor, { id, generation, workflow: name });
      const playing = { stage, execution, callable: made, input, started: new Map() };
      players.set(wf, playing);
      const player = new Player(playing, wf);
      await player.play(program, "");
      await player.asksLater();
      execution.output = `${wf.id}.${wf.generation}=${fold(execution.told.map(({ text }) => text))}`;
      return execution.output;
    });
    made.set(name, flow);
  }
  return [...made.values()];
}

type Hooks = Pick<WorkflowOptions<Input, string>, Hook>;
type Hook = "onFailure" | "onComplete";

/** @param players what the function of each run is played with */
function hooksOf(programs: Of<Program | undefined>, players: WeakMap<WorkflowContext, Playing>): Hooks {
  const follow = async (
    wf: WorkflowContext,
    program: Program,
    what: Pick<Followed, "hook" | "told">,
  ): Promise<void> => {
    const playing = players.get(wf) as Playing;
    const followed: Followed = { ...what, over: false };
    playing.execution.followed.push(followed);
    const player = new Player(playing, wf, { shielded: true });
    try {
      await player.follows(program, `${what.hook} ${String(what.told)}`);
    } catch (error) {
      followed.threw = codeOf(error);
      throw error;
    } finally {
      followed.over = true;
    }
  };
  const { onFailure, onComplete } = programs;
  return {
    ...(onFailure && { onFailure: (wf, { code: told }) => follow(wf, onFailure, { hook: "on-failure", told }) }),
    ...(onComplete && { onComplete: (wf, told) => follow(wf, onComplete, { hook: "on-complete", told }) }),
  };
}

type Of<T> = Readonly<Record<Hook, T>>;

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
