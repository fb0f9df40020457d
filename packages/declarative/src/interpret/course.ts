/** One execution of a definition: what all of its parts share. */
import type { WorkflowContext } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import type { Services } from "./services.ts";

export interface Course {
  readonly wf: WorkflowContext;
  readonly definition: Definition;
  readonly services: Services;
  /** Names that mean the same everywhere: params, vars, secrets, run, workflow, release. */
  readonly contexts: ReadonlyMap<string, unknown>;
}

/** What the code at one place sees, besides. */
export type Names = Readonly<Record<string, unknown>>;

export interface StatusNow {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

export function scopeOf(course: Course, names: Names, now?: StatusNow): EvaluationScope {
  const { functions, filters } = course.services;
  const contexts = new Map(course.contexts);
  for (const name of Object.keys(names)) contexts.set(name, names[name]);
  if (now === undefined) return { contexts, functions, filters };
  const { failed, cancelled } = now;
  const status = { success: !failed && !cancelled, failure: failed && !cancelled, cancelled };
  return { contexts, functions, filters, status };
}

/** Cancelled or timed out: only what is shielded goes on. */
export function isOver({ wf }: Course): boolean {
  return wf.abortSignal.aborted;
}
