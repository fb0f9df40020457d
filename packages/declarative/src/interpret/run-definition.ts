/** Executes a definition: its jobs, then what runs whatever they came to, then its outputs. */
import type { WorkflowContext } from "@stepwell/core";
import type { Stage } from "../definition/stage.ts";
import { declarativeFailure } from "../errors.ts";
import { keptValues } from "../expressions/kept-value.ts";
import { opened } from "../expressions/secret.ts";
import { shownParams } from "../params/sealed-params.ts";
import { combine, type Status } from "../status.ts";
import { RunTasks } from "../tasks/run-tasks.ts";
import { marked, retryMark } from "./after-failure.ts";
import { contextsOf, hiddenTexts } from "./contexts.ts";
import { type Course, isOver, scopeOf, shielded } from "./course.ts";
import { errorRecord } from "./error-record.ts";
import { Failures } from "./failures.ts";
import { firstFailure } from "./first-failure.ts";
import { executePart } from "./job-run.ts";
import type { ErrorRecord, JobRecord, ResultContext, StageRecord, Values } from "./records.ts";
import type { JobPart, RunInput } from "./run-input.ts";
import { outcomeOf, resultOf, runJobs } from "./run-jobs.ts";
import { runStages } from "./run-stages.ts";
import { runTasks } from "./run-tasks.ts";
import type { Services } from "./services.ts";
import { durationSetting, wholeSetting } from "./settings.ts";
import { type BudgetOptions, TimeBudget } from "./time-budget.ts";
import { leftFolders, removeWorkspaces, withWorkspace } from "./workspace.ts";

/** What it came to; whether that fails the run is the caller's business. */
export async function runDefinition(
  wf: WorkflowContext,
  input: RunInput,
  { services, workflowOf, board }: Pick<Course, "services" | "workflowOf" | "board">,
): Promise<ResultContext> {
  const { definition } = input;
  const tasks = await runTasks(wf, definition, services);
  const course = courseOf(wf, input, { services, workflowOf, board, tasks });
  const env = environment(course, input);
  const { over } = course.budget;
  const jobs = await runJobs(course, definition.jobs, { most: mostJobs(course, input), env, kept: input.kept ?? {} });
  // What comes after the jobs is outside of its time.
  course.budget.stop();
  const before = over.aborted ? "FAILED" : statusOfJobs(course, jobs);
  const names = { env, ...jobNames(jobs) };
  const after = await lastStages(course, { status: before, names, env });
  const errors = [
    ...(over.aborted ? [errorRecord(over.reason, "")] : []),
    ...Object.values(jobs)
      .filter(counts)
      .flatMap((job) => job.errors),
    ...after.errors,
  ];
  const status = after.errors.length > 0 && before !== "CANCEL" ? "FAILED" : before;
  const outputs = status === "SUCCESS" ? outputsOf(course, names, jobs) : {};
  if (status === "SUCCESS" || status === "SKIP") await removeWorkspaces(course);
  const info = { workflow: definition.name, runId: wf.id, generation: wf.generation, warnings: warningsOf(jobs) };
  const params = shownParams(definition.params, input.params);
  const context = { status, params, info, errors, outputs, jobs };
  if (status === "FAILED") causes.set(context, course.failures.first(errors) ?? over.reason);
  return context;
}

/** What was thrown where a retry of the run is to begin. */
const causes = new WeakMap<ResultContext, unknown>();

/** One attempt of a job, for the run that has started this one. */
export async function runPart(
  wf: WorkflowContext,
  input: RunInput & { readonly part: JobPart },
  parts: Pick<Course, "services" | "workflowOf" | "board">,
): Promise<Values> {
  const tasks = new RunTasks(parts.services.tasks, input.part.tasks);
  const course = courseOf(wf, input, { ...parts, tasks });
  const result = await executePart(course, input.part, environment(course, input));
  await removeWorkspaces(course);
  return result;
}

function courseOf(
  wf: WorkflowContext,
  input: RunInput,
  parts: Pick<Course, "services" | "workflowOf" | "board" | "tasks">,
): Course {
  const { services } = parts;
  const run = { id: wf.id, root: wf.root, parent: wf.parent ?? input.parentRunId ?? null, generation: wf.generation };
  const contexts = contextsOf(input, services, input.release === undefined ? { run } : { run, now: wf.now() });
  const { definition } = input;
  const course = { wf, definition, input, ...parts, contexts, folders: leftFolders(input) };
  const hidden = hiddenTexts(input, services);
  return {
    ...course,
    hidden,
    failures: new Failures(),
    budget: new TimeBudget(wf, budgetOf(input, services, contexts)),
  };
}

/** A timeout that is written is the engine's, unless it is a template. */
function budgetOf({ definition, activeMs }: RunInput, services: Services, contexts: Course["contexts"]): BudgetOptions {
  const { name, timeoutMs: written } = definition;
  const where = `workflow "${name}"`;
  if (typeof written === "number") return { ms: undefined, counts: "all", what: where };
  if (written === undefined) return { ms: activeMs ?? services.timeoutMs, counts: "active", what: where };
  const { templates, functions, filters } = services;
  const at = { where, templates, scope: () => ({ contexts, functions, filters }) };
  return { ms: durationSetting(at, "timeout", written), counts: "all", what: where };
}

function environment(course: Course, { env = {} }: RunInput): Values {
  const { definition, services } = course;
  if (definition.env === undefined) return env;
  return { ...env, ...(services.templates.deep(definition.env, scopeOf(course, { env })) as Values) };
}

function mostJobs(course: Course, { maxJobParallel }: RunInput): number {
  const { definition, services } = course;
  const value = maxJobParallel ?? definition.maxParallel ?? services.maxJobParallel;
  const at = {
    where: `workflow "${definition.name}"`,
    templates: services.templates,
    scope: () => scopeOf(course, {}),
  };
  return wholeSetting(at, { setting: "max-parallel", value, least: 1 });
}

/** A cancelled run is CANCEL whatever its jobs came to. */
function statusOfJobs(course: Course, jobs: Readonly<Record<string, JobRecord>>): Status {
  if (isOver(course)) return "CANCEL";
  return combine(Object.values(jobs).map((job) => (job.info.continued === true ? "SUCCESS" : job.status)));
}

function counts({ status, info }: JobRecord): boolean {
  return status === "FAILED" && info.continued !== true;
}

function jobNames(jobs: Readonly<Record<string, JobRecord>>): { jobs: object; needs: object } {
  const names = Object.fromEntries(
    Object.entries(jobs).map(([id, job]) => [
      id,
      { result: resultOf(job), outcome: outcomeOf(job), status: job.status, outputs: job.outputs },
    ]),
  );
  return { jobs: names, needs: names };
}

/** `on-failure`, then `finally`: also when the run was cancelled or is over its time. */
async function lastStages(
  course: Course,
  { status, names, env }: { status: Status; names: Values; env: Values },
): Promise<{ errors: readonly ErrorRecord[] }> {
  const { definition, wf } = course;
  const errors: ErrorRecord[] = [];
  const run = async (path: string, scope: string, stages: readonly Stage[] | undefined): Promise<void> => {
    if (stages === undefined || stages.length === 0) return;
    const defaults = definition.defaults ?? {};
    const mark = retryMark(course);
    const result = await shielded(marked(course, mark), (of) =>
      withWorkspace(of, { stages, names: [path], scope: `${scope}${mark}` }, ({ scope: own, stop, open }) => {
        const records: Record<string, StageRecord> = {};
        const execute = async () =>
          runStages(of, stages, { names, env, workspace: await open?.(), defaults, path, records });
        return wf.scope(own, execute, stop === undefined ? {} : { signal: stop });
      }),
    );
    if (result.status === "FAILED") errors.push(...result.errors);
  };
  if (status === "FAILED" || status === "CANCEL") await run("on-failure", "when failed", definition.onFailure);
  await run("finally", "finally", definition.finally);
  return { errors };
}

function outputsOf(course: Course, names: Values, jobs: Readonly<Record<string, JobRecord>>): Values {
  const { definition, services } = course;
  if (definition.outputs === undefined)
    return Object.fromEntries(
      Object.entries(jobs)
        .filter(([, job]) => Object.keys(job.outputs).length > 0)
        .map(([id, job]) => [id, job.outputs]),
    );
  const outputs = services.templates.deep(definition.outputs, scopeOf(course, names));
  if (opened(outputs).secret) throw declarativeFailure("secret-not-kept", { stage: definition.name, of: "workflow" });
  return keptValues(outputs as Values);
}

function warningsOf(jobs: Readonly<Record<string, JobRecord>>): string[] {
  return Object.entries(jobs)
    .filter(([, { info }]) => info.continued === true)
    .map(([id, { errors }]) => `job "${id}" failed, which does not count: ${errors[0]?.message ?? ""}`);
}

/** What fails the run. Its cause is what failed first: by that, a retry of the run finds where to begin. */
export function failureOf({ definition }: RunInput, context: ResultContext): Error {
  const { errors } = context;
  const facts = { workflow: definition.name, ...firstFailure(errors), errors };
  return declarativeFailure("workflow-failed", facts, causes.get(context));
}
