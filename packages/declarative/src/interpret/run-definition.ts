/** Executes a definition: its jobs, then what runs whatever they came to, then its outputs. */
import { dirname, isAbsolute } from "node:path";
import type { WorkflowContext } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { Stage } from "../definition/stage.ts";
import { declarativeFailure } from "../errors.ts";
import { Secret } from "../expressions/secret.ts";
import { paramValues } from "../params/resolve-params.ts";
import { combine, type Status } from "../status.ts";
import { type Course, isOver, scopeOf, shielded } from "./course.ts";
import type { ErrorRecord, JobRecord, ResultContext, StageRecord, Values } from "./records.ts";
import type { RunInput } from "./run-input.ts";
import { outcomeOf, resultOf, runJobs } from "./run-jobs.ts";
import { runStages } from "./run-stages.ts";
import type { Services } from "./services.ts";
import { wholeSetting } from "./settings.ts";
import { removeWorkspaces, withWorkspace } from "./workspace.ts";

/** What it came to; whether that fails the run is the caller's business. */
export async function runDefinition(
  wf: WorkflowContext,
  input: RunInput,
  { services, workflowOf, board }: Pick<Course, "services" | "workflowOf" | "board">,
): Promise<ResultContext> {
  const { definition } = input;
  const course: Course = {
    wf,
    definition,
    input,
    services,
    workflowOf,
    board,
    contexts: contextsOf(wf, input, services),
    hidden: hiddenTexts(input, services),
    folders: [],
  };
  const env = environment(course, input);
  const jobs = await runJobs(course, definition.jobs, { most: mostJobs(course, input), env, kept: input.kept ?? {} });
  const before = statusOfJobs(course, jobs);
  const names = { env, ...jobNames(jobs) };
  const after = await lastStages(course, { status: before, names, env });
  const errors = [
    ...Object.values(jobs)
      .filter(counts)
      .flatMap((job) => job.errors),
    ...after.errors,
  ];
  const status = after.errors.length > 0 && before !== "CANCEL" ? "FAILED" : before;
  const outputs = status === "SUCCESS" ? outputsOf(course, names, jobs) : {};
  if (status === "SUCCESS" || status === "SKIP") await removeWorkspaces(course);
  const info = { workflow: definition.name, runId: wf.id, warnings: warningsOf(jobs) };
  return { status, params: input.params, info, errors, outputs, jobs };
}

function contextsOf(wf: WorkflowContext, input: RunInput, services: Services): ReadonlyMap<string, unknown> {
  const { definition, params, vars = {}, release } = input;
  const secrets = [...services.secrets].map(([name, value]) => [name, new Secret(value)] as const);
  return new Map<string, unknown>([
    ["params", Object.fromEntries(paramValues(definition.params, params))],
    ["vars", vars],
    ["secrets", Object.fromEntries(secrets)],
    ["run", { id: wf.id, root: wf.root, parent: wf.parent ?? input.parentRunId ?? null, generation: wf.generation }],
    ["workflow", { name: definition.name, ...folderOf(definition) }],
    ...(release === undefined ? [] : [["release", release] as const]),
  ]);
}

/** The folder of its file, as it was at the start; none where it came from elsewhere. */
function folderOf({ at }: Definition): { folder?: string } {
  const file = at.replace(/:\d+$/, "");
  return isAbsolute(file) ? { folder: dirname(file) } : {};
}

function hiddenTexts({ definition, params }: RunInput, { secrets }: Services): ReadonlyMap<string, string> {
  const given = definition.params.flatMap(({ name, type }) => {
    const value = params[name];
    return type === "secret" && typeof value === "string" ? [[`params.${name}`, value] as const] : [];
  });
  return new Map([...secrets, ...given]);
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
    const result = await shielded(course, (of) =>
      withWorkspace(of, { stages, names: [path], scope }, ({ scope: own, stop, open }) => {
        const records: Record<string, StageRecord> = {};
        const execute = async () =>
          runStages(of, stages, { names, env, workspace: await open(), defaults, path, records });
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
  return services.templates.deep(definition.outputs, scopeOf(course, names)) as Values;
}

function warningsOf(jobs: Readonly<Record<string, JobRecord>>): string[] {
  return Object.entries(jobs)
    .filter(([, { info }]) => info.continued === true)
    .map(([id, { errors }]) => `job "${id}" failed, which does not count: ${errors[0]?.message ?? ""}`);
}

/** What fails the run. */
export function failureOf({ definition }: RunInput, { errors }: ResultContext): Error {
  const first = errors[0];
  return declarativeFailure("workflow-failed", {
    workflow: definition.name,
    count: errors.length,
    first: first === undefined ? "" : `${first.path}: ${first.message}`,
    errors,
  });
}
