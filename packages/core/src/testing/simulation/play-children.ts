/** Plays what starts runs beside its own, and asks later what they have given. */
import type { AnyWorkflow } from "../../operations/workflow.ts";
import type { Program } from "./program.ts";
import type { Place, Playing } from "./stage.ts";

type OfChild = Program & { readonly is: "start" | "result" };

interface At extends Playing {
  /** Its own in the run. */
  readonly name: string;
  readonly part: string;
}

export async function playChild({ wf, telling }: Place, program: OfChild, at: At): Promise<unknown> {
  const { name, part, started, callable, input, stage, execution } = at;
  if (program.is === "start") {
    const flow = callable.get(program.flow) as AnyWorkflow;
    const options = { name, ...(program.detached === true ? { detached: true } : {}) };
    started.set(name, await wf.start(flow, { ...input, left: 1 }, options));
    return telling.drew(`started ${name}`);
  }
  const child = started.get(`${program.of}${part}`);
  if (child === undefined) return undefined;
  stage.executions.asked.first(execution, { name, child: child.id });
  return await telling.of(
    name,
    wf.scope(name, () => child.result()),
  );
}
