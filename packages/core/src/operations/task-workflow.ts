/** A task that is started by itself: a run of one step. */
import type { Task } from "./task.ts";
import { type Workflow, workflow } from "./workflow.ts";

/** Under which name its runs are kept: no workflow of the user's is meant by it. */
export function taskWorkflowName(task: { readonly taskName: string }): string {
  return `task:${task.taskName}`;
}

export function taskWorkflow<I, O>(task: Task<I, O>): Workflow<I, O> {
  const name = taskWorkflowName(task);
  const input = task.options.input;
  const made = workflow<I, O>(input === undefined ? { name } : { name, input }, (wf, value) => wf.run(task, value));
  // What a run keeps of its code is where the task stands, not this file.
  return { ...made, place: task.place };
}
