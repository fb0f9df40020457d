/** What an engine can run. Each engine has its own; nothing is registered globally. */

import { failure } from "../model/errors.ts";
import { readArgument } from "../model/read-options.ts";
import { type AnyTask, isTask } from "../operations/task.ts";
import { taskWorkflow, taskWorkflowName } from "../operations/task-workflow.ts";
import { type AnyWorkflow, isWorkflow } from "../operations/workflow.ts";

export interface Registry {
  readonly workflows: Map<string, AnyWorkflow>;
  readonly tasks: ReadonlyMap<string, AnyTask>;
}

/** @throws invalid-option for what is neither, duplicate-name naming both places */
export function makeRegistry(workflows: readonly AnyWorkflow[], tasks: readonly AnyTask[]): Registry {
  const registry = {
    workflows: collect({ what: "workflow", items: workflows, is: isWorkflow, nameOf: (item) => item.name }),
    tasks: collect({ what: "task", items: tasks, is: isTask, nameOf: (item) => item.taskName }),
  };
  for (const task of registry.tasks.values()) registry.workflows.set(taskWorkflowName(task), taskWorkflow(task));
  return registry;
}

function collect<T extends { readonly place: { readonly text: string } }>(parts: {
  what: "workflow" | "task";
  items: readonly T[];
  is: (value: unknown) => boolean;
  nameOf: (item: T) => string;
}): Map<string, T> {
  const { what, items, is, nameOf } = parts;
  const where = "Stepwell.open";
  if (!Array.isArray(items))
    throw failure("invalid-option", { where, option: `${what}s`, problem: "must be an array" });
  const found = new Map<string, T>();
  for (const item of items) {
    if (!is(item))
      throw failure("invalid-option", {
        where,
        option: `${what}s`,
        problem: `holds something that is not made by ${what}(...)`,
      });
    const name = nameOf(item);
    const other = found.get(name);
    if (other !== undefined && other !== item)
      throw failure("duplicate-name", { what, name, first: other.place.text, second: item.place.text });
    found.set(name, item);
  }
  return found;
}

/** @throws unknown-workflow naming those that are known */
export function workflowNamed(registry: Registry, name: string): AnyWorkflow {
  const found = registry.workflows.get(name);
  if (found === undefined) throw failure("unknown-workflow", { name, known: [...registry.workflows.keys()] });
  return found;
}

/** What is to be started: an engine that only looks starts what it is given. @throws unknown-workflow, invalid-option */
export function workflowToStart(
  engine: { readonly registry: Registry; readonly settings: { readonly executes: boolean } },
  wanted: AnyWorkflow | AnyTask | string,
): AnyWorkflow {
  const { registry, settings } = engine;
  if (typeof wanted === "string") return workflowNamed(registry, wanted);
  const given = readArgument(wanted, { where: "start", option: "workflow" });
  const workflow = isTask(given) ? taskWorkflow(given) : given;
  if (!canBeStarted(workflow))
    throw failure("invalid-option", {
      where: "start",
      option: "workflow",
      problem: "must be made by workflow(...) or task(...), or a name",
    });
  return settings.executes ? workflowNamed(registry, workflow.name) : workflow;
}

function canBeStarted(given: unknown): given is AnyWorkflow {
  try {
    const { name, fn } = given as Partial<AnyWorkflow>;
    return typeof name === "string" && typeof fn === "function";
  } catch {
    return false; // A getter that throws: none of ours has one.
  }
}
