/** A definition as an ordinary workflow of the engine. */
import { toMs, type Workflow, workflow } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { ResultContext, Values } from "./records.ts";
import { failureOf, runDefinition } from "./run-definition.ts";
import type { RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";

/** Told of what a run came to, whenever its code has ended in this process: replays included. */
export type Ended = (context: ResultContext) => void;

/**
 * The workflow of this name. It executes the definition that a run's input carries, which may be an older one.
 * @param ended default: nobody is told
 */
export function definitionWorkflow(
  definition: Pick<Definition, "name" | "timeoutMs">,
  services: Services,
  ended: Ended = () => {},
): Workflow<RunInput, Values> {
  const { name, timeoutMs } = definition;
  const timeout = typeof timeoutMs === "string" ? toMs(timeoutMs) : timeoutMs;
  return workflow<RunInput, Values>({ name, ...(timeout === undefined ? {} : { timeout }) }, async (wf, input) => {
    const context = await runDefinition(wf, input, services);
    ended(context);
    if (context.status === "FAILED") throw failureOf(input, context);
    return context.outputs;
  });
}
