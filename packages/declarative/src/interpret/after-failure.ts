/**
 * What follows failures: cleanup, messages, all that runs whatever became of the work before it. Where the run is retried,
 * the work is done again, and they have to follow it again: their names in the journal say after which retry they are.
 * In a run that was never retried they are called as anything else.
 */
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import type { Stage } from "../definition/stage.ts";
import { asksForFailures } from "./condition.ts";
import type { Course } from "./course.ts";
import type { Templates } from "./templates.ts";

/** Behind the name of a scope that begins now. */
export function retryMark({ wf }: Pick<Course, "wf">): string {
  return wf.retries === 0 ? "" : ` (retry ${wf.retries})`;
}

/** The same for a job: "" for one that only ever follows what has succeeded. */
export function jobMark(course: Course, job: Job): string {
  if (course.wf.retries === 0) return "";
  return afterFailures(course).has(job.id) ? retryMark(course) : "";
}

/** Executes a stage in a scope of its own, if it may follow a failure and the run was retried. */
export function stageMarked<T>(course: Course, stage: Stage, execute: (course: Course) => Promise<T>): Promise<T> {
  const { wf, services } = course;
  const follows = stage.if !== undefined && asksForFailures(services.templates.condition(stage.if));
  if (!follows || wf.retries === 0) return execute(course);
  return wf.scope(`retry ${wf.retries}`, () => execute(marked(course, retryMark(course))));
}

/** What it calls are other runs than those that were called before the retry. */
export function marked(course: Course, mark: string): Course {
  return mark === "" ? course : { ...course, mark };
}

const known = new WeakMap<Definition, ReadonlySet<string>>();

/** Ids of the jobs that may run although one before them has failed, and of those after them. */
function afterFailures({ definition, services }: Course): ReadonlySet<string> {
  const before = known.get(definition);
  if (before !== undefined) return before;
  const found = new Set<string>();
  const todo = definition.jobs.filter((job) => job.needs.length > 0);
  // In no order: a job may stand before those that it needs.
  for (let grows = true; grows; ) {
    grows = false;
    for (const job of todo) {
      if (found.has(job.id)) continue;
      if (!mayFollowFailure(job, services.templates) && !job.needs.some((id) => found.has(id))) continue;
      found.add(job.id);
      grows = true;
    }
  }
  known.set(definition, found);
  return found;
}

function mayFollowFailure({ triggerRule = "all_success", if: condition }: Job, templates: Templates): boolean {
  if (triggerRule !== "all_success" && triggerRule !== "none_failed") return true;
  return condition !== undefined && asksForFailures(templates.condition(condition));
}
