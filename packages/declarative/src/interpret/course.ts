/** One execution of a definition: what all of its parts share. */
import type { Workflow, WorkflowContext } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { EvaluationScope } from "../expressions/scope.ts";
import type { RunTasks } from "../tasks/run-tasks.ts";
import type { Board } from "./board.ts";
import type { Failures } from "./failures.ts";
import { LayeredNames } from "./layered-names.ts";
import type { Values, Workspace } from "./records.ts";
import type { RunInput } from "./run-input.ts";
import type { Services } from "./services.ts";
import type { TimeBudget } from "./time-budget.ts";

export interface Course {
  readonly wf: WorkflowContext;
  readonly definition: Definition;
  readonly input: RunInput;
  readonly services: Services;
  /** Names that mean the same everywhere: params, vars, secrets, run, workflow, release. */
  readonly contexts: ReadonlyMap<string, unknown>;
  /** Texts that nothing may show, by name: secrets, and params that are. */
  readonly hidden: ReadonlyMap<string, string>;
  readonly tasks: RunTasks;
  /** Another definition as a workflow, for a child. */
  workflowOf(definition: Definition): Workflow<RunInput, Values>;
  readonly budget: TimeBudget;
  readonly failures: Failures;
  /** The workspaces that it has made so far; in a fork they may be those of the other run. */
  readonly folders: Workspace[];
  /** Whoever looks at the run sees here how it stands. */
  readonly board: Board;
  /** What `hashFiles` answers in the stage that is executed. */
  readonly hashFiles?: NonNullable<EvaluationScope["hashFiles"]>;
  /** Behind the names of the workflows that it calls, where it follows what a retry of the run begins anew. */
  readonly mark?: string;
  /** It goes on although the run was cancelled or is over its time. */
  readonly shielded?: true;
}

/** What the code at one place sees, besides. */
export type Names = Readonly<Record<string, unknown>>;

export interface StatusNow {
  readonly failed: boolean;
  readonly cancelled: boolean;
}

export function scopeOf(course: Course, names: Names, now?: StatusNow): EvaluationScope {
  const { functions, filters } = course.services;
  const { hashFiles } = course;
  const more = hashFiles === undefined ? {} : { hashFiles };
  const contexts = new LayeredNames(course.contexts, names);
  if (now === undefined) return { contexts, functions, filters, ...more };
  const { failed, cancelled } = now;
  const status = { success: !failed && !cancelled, failure: failed && !cancelled, cancelled };
  return { contexts, functions, filters, status, ...more };
}

/** The run was cancelled or is over its time, and this part of it ends for that. */
export function isOver({ wf, shielded, budget }: Course): boolean {
  return shielded !== true && (wf.abortSignal.aborted || budget.over.aborted);
}

/** Executes a part that goes on in any case. */
export function shielded<T>(course: Course, part: (course: Course) => Promise<T>): Promise<T> {
  return course.wf.shield(() => part({ ...course, shielded: true }));
}
