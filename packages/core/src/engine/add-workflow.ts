/** Gives an engine that is open another workflow to execute. */
import { failure } from "../model/errors.ts";
import { type AnyWorkflow, isWorkflow } from "../operations/workflow.ts";
import type { Internals } from "./internals.ts";

const where = "engine.add";

/** @throws invalid-option, duplicate-name */
export function addWorkflow({ registry, settings, worker }: Internals, workflow: AnyWorkflow): void {
  if (!isWorkflow(workflow))
    throw failure("invalid-option", { where, option: "workflow", problem: "must be made by workflow(...)" });
  const { name, place } = workflow;
  const known = registry.workflows.get(name);
  if (known === workflow) return;
  if (known !== undefined)
    throw failure("duplicate-name", { what: "workflow", name, first: known.place.text, second: place.text });
  // Its runs would wait for a worker that nobody is.
  if (settings.idle)
    throw failure("invalid-option", {
      where,
      option: "workflow",
      problem: "was given to an engine that was opened without workflows, and executes none: open it with worker: {}",
    });
  if (settings.executes) worker.serve(workflow);
  else registry.workflows.set(name, workflow);
}
