/**
 * An attempt of a job as a run of its own, a child: for another queue, or a place that it shares with jobs of other runs.
 * The child carries the definition, and what the job sees of the jobs before it; secrets it takes where it is executed.
 */
import { ChildRunFailed, type Workflow, type WorkflowSharing, workflow } from "@stepwell/core";
import type { Concurrency } from "../definition/concurrency.ts";
import type { Job } from "../definition/job.ts";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { jsonOf } from "../expressions/text.ts";
import type { Course, Names } from "./course.ts";
import { type AttemptResult, executeJob, type JobAttempt, pathOf } from "./execute-job.ts";
import { journalName } from "./names.ts";
import type { Placement } from "./placement.ts";
import type { StageRecords, Values } from "./records.ts";
import type { JobPart, RunInput } from "./run-input.ts";
import { limited } from "./time-limit.ts";

interface PartResult extends AttemptResult {
  readonly stages: StageRecords;
}

/** @throws part-timed-out, ChildRunFailed, secret-not-passed. @returns undefined: it was skipped, as its place is taken */
export async function executeAsRun(
  course: Course,
  job: Job,
  { attempt, placement }: { readonly attempt: JobAttempt; readonly placement: Placement },
): Promise<AttemptResult | undefined> {
  const { input, wf, contexts } = course;
  const { names, known, leg, limit, stop } = attempt;
  if (opened(names).secret) throw declarativeFailure("secret-not-passed", { workflow: `job ${job.id}` });
  const part: JobPart = {
    job: job.id,
    ...(leg === undefined ? {} : { leg }),
    names: plain(names) as Names,
    artifacts: known,
    run: withoutGeneration(plain(contexts.get("run")) as Values),
    tasks: course.tasks.pins,
    ...(attempt.image === undefined ? {} : { image: attempt.image }),
  };
  const name = `${journalName(leg ?? job.id)}${attempt.mark ?? ""}`;
  // Of what was done before, a run of its own knows nothing: it begins at its first stage.
  const { kept: _, keptParts: __, keptWorkspaces: ___, maxJobParallel: ____, audit: _____, ...common } = input;
  try {
    const { stages, ...result } = await limited(course, { ...limit, ...(stop === undefined ? {} : { stop }) }, () =>
      course.budget.waiting(() => wf.call(partWorkflow(course, placement), { ...common, part }, { name })),
    );
    attempt.begins(stages);
    return result;
  } catch (error) {
    if (placement.concurrency?.onConflict === "skip" && isCancelled(error)) return undefined;
    const failed = resultIn(error);
    if (failed === undefined) throw error;
    const { stages, ...result } = failed;
    course.failures.note(pathOf(job.id, leg), error);
    // Where a retry begins is below these; that it is the child's run which failed, only this one knows.
    for (const { path } of result.errors) course.failures.note(path, error);
    attempt.begins(stages);
    return result;
  }
}

/** What the stages of a child came to that has failed of one of them. */
function resultIn(error: unknown): PartResult | undefined {
  const { cause } = error as { cause?: { code?: unknown; facts?: { result?: PartResult } } };
  return error instanceof ChildRunFailed && cause?.code === "job-failed" ? cause.facts?.result : undefined;
}

/** In the child. @throws job-failed, with all that its stages came to: so that a retry of the parent retries it, too */
export async function executePart(course: Course, part: JobPart, env: Values): Promise<Values> {
  const job = course.definition.jobs.find(({ id }) => id === part.job);
  if (job === undefined) throw declarativeFailure("job-unknown", { job: part.job, workflow: course.definition.name });
  let stages: StageRecords = {};
  const result = await executeJob(course, job, {
    names: part.names,
    env,
    known: part.artifacts,
    leg: part.leg,
    image: part.image,
    stop: undefined,
    limit: { scope: journalName(part.leg ?? job.id), what: `job "${job.id}"`, ms: undefined },
    begins: (records) => {
      stages = records;
    },
  });
  if (opened(stages).secret) throw declarativeFailure("secret-not-kept", { stage: job.id });
  const whole = plain({ ...result, stages } satisfies PartResult) as Values;
  if (result.status !== "FAILED") return whole;
  const [first] = result.errors;
  const facts = { job: part.job, first: first?.message ?? "", result: whole };
  throw declarativeFailure("job-failed", facts, course.failures.first(result.errors));
}

function partWorkflow(course: Course, { runsOn, concurrency }: Placement): Workflow<RunInput, PartResult> {
  const made = course.workflowOf({ ...withoutConcurrency(course), name: course.definition.name });
  return {
    ...made,
    // What limits the run limits it already: it is its parent's.
    timeoutMs: undefined,
    queue: runsOn.type === "queue" ? runsOn.target : made.queue,
    sharing: concurrency === undefined ? undefined : groupSharing(concurrency),
  } as Workflow<RunInput, unknown> as Workflow<RunInput, PartResult>;
}

function withoutConcurrency({ definition }: Course) {
  const { concurrency: _, ...rest } = definition;
  return rest;
}

/** The place of a group is not of one workflow: this is the name that all of them take it under. */
const groups = "concurrency group";

/** @param group evaluated, or how to from the input */
export function groupSharing<I>({
  group,
  limit,
  onConflict,
}: Omit<Concurrency, "group"> & { readonly group: string | ((input: I) => string) }): WorkflowSharing<I> | undefined {
  return workflow<I, undefined>({ name: groups, concurrency: { limit, key: group, onConflict } }, () => undefined)
    .sharing;
}

function isCancelled(error: unknown): boolean {
  return error instanceof ChildRunFailed && (error as { facts?: { status?: unknown } }).facts?.status === "cancelled";
}

function withoutGeneration({ generation: _, ...run }: Values): Values {
  return run;
}

/** As JSON has it. */
function plain(value: unknown): unknown {
  return JSON.parse(jsonOf(value)) as unknown;
}
