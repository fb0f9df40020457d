/** A definition as an ordinary workflow of the engine. */
import { type Schema, type Workflow, type WorkflowContext, workflow } from "@stepwell/core";
import type { Concurrency } from "../definition/concurrency.ts";
import type { Definition } from "../definition/definition.ts";
import { sealParams } from "../params/sealed-params.ts";
import { audit } from "./audit.ts";
import { Board } from "./board.ts";
import { groupOf } from "./contexts.ts";
import { groupSharing } from "./job-run.ts";
import type { ResultContext, Values } from "./records.ts";
import { failureOf, runDefinition, runPart } from "./run-definition.ts";
import type { RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";

/** What is known of a definition's workflow in this process, besides. */
export interface DefinitionOptions {
  /** Told of what a run came to, whenever its code has ended in this process: replays included. Default: nobody is. */
  readonly ended?: (context: ResultContext) => void;
  /** Told of each run whose code begins in this process, replays included, with how it stands from then on. Default: nobody is. */
  readonly began?: (runId: string, board: Board) => void;
  /** URL of the file that it came from: runs keep it. Default: none. */
  readonly file?: string;
}

/**
 * The workflow of this name. It executes the definition that a run's input carries, which may be an older one.
 */
export function definitionWorkflow(
  definition: Pick<Definition, "name" | "timeoutMs" | "concurrency">,
  services: Services,
  options: DefinitionOptions = {},
): Workflow<RunInput, Values> {
  const { name, timeoutMs } = definition;
  const { began, ended, file = "" } = options;
  const boards = new WeakMap<WorkflowContext, Board>();
  const made = workflow<RunInput, Values>(
    {
      name,
      input: sealingInput(services),
      ...(typeof timeoutMs === "number" ? { timeout: timeoutMs } : {}),
      onComplete: (wf, _, input) => audit(wf, undefined, { input, services, board: boards.get(wf) }),
      onFailure: (wf, error, input) => audit(wf, error, { input, services, board: boards.get(wf) }),
    },
    async (wf, input) => {
      const workflowOf = (other: Definition) => definitionWorkflow(other, services, { file });
      const board = new Board(wf, input);
      const { part } = input;
      if (part !== undefined) return await runPart(wf, { ...input, part }, { services, workflowOf, board });
      boards.set(wf, board);
      began?.(wf.id, board);
      const context = await runDefinition(wf, input, { services, workflowOf, board });
      board.end(context);
      ended?.(context);
      if (context.status === "FAILED") throw failureOf(input, context);
      return context.outputs;
    },
  );
  const { concurrency } = definition;
  const sharing = concurrency === undefined ? undefined : sharingOf(concurrency, services);
  return { ...made, sharing, place: { module: file, text: file === "" ? `definition "${name}"` : file } };
}

function sharingOf(concurrency: Concurrency, services: Services) {
  return groupSharing<RunInput>({ ...concurrency, group: (input) => groupOf(input, concurrency.group, services) });
}

/** Whoever starts a run gives secret params as they are: they are sealed before anything is kept. */
function sealingInput({ sealing }: Services): Schema<RunInput> {
  const validate = (value: unknown) => {
    const input = value as RunInput;
    const { definition, params } = input;
    return { value: { ...input, params: sealParams(definition.params, params, sealing) } };
  };
  return { "~standard": { version: 1, vendor: "stepwell", validate } };
}
