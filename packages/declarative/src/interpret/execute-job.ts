/** The work of one attempt of a job: its artifacts and stages, in a scope and workspace of its own. */
import type { Job } from "../definition/job.ts";
import type { JsonMap } from "../definition/json.ts";
import { download, upload } from "./artifacts.ts";
import { type Course, type Names, scopeOf } from "./course.ts";
import type {
  ArtifactRecord,
  ErrorRecord,
  LegRecord,
  StageRecord,
  StageRecords,
  Values,
  Workspace,
} from "./records.ts";
import type { KeptStages } from "./run-input.ts";
import { runStages } from "./run-stages.ts";
import { seenBy } from "./template-params.ts";
import { limited } from "./time-limit.ts";
import { type InWorkspace, withWorkspace } from "./workspace.ts";

export interface JobAttempt {
  /** needs, jobs, matrix. */
  readonly names: Names;
  /** The workflow's, evaluated. */
  readonly env: Values;
  /** Of the jobs that it needs. */
  readonly known: readonly ArtifactRecord[];
  /** Of the leg; undefined where it has none. */
  readonly leg: string | undefined;
  readonly stop: AbortSignal | undefined;
  readonly limit: { readonly scope: string; readonly what: string; readonly ms: number | undefined };
  /** Behind the name of a run of its own. Left out: nothing. */
  readonly mark?: string;
  /** Told of the records of stages, which come to be, each time it begins. */
  readonly begins: (records: StageRecords) => void;
  /** First stages that an earlier run has executed; undefined for none. */
  readonly kept?: KeptStages | undefined;
  /** Of the containers in which its scripts are executed; undefined: they are executed here. */
  readonly image: string | undefined;
  /** Told of each workspace, before anything is done in it. */
  readonly opened?: (workspace: Workspace) => void;
}

export interface AttemptResult {
  readonly status: LegRecord["status"];
  readonly errors: readonly ErrorRecord[];
  /** Of all stages, later ones winning. */
  readonly outputs: Values;
  readonly artifacts: readonly ArtifactRecord[];
}

/** @throws part-timed-out, and what artifacts throw */
export function executeJob(course: Course, job: Job, attempt: JobAttempt): Promise<AttemptResult> {
  const { leg, limit, stop, kept, opened } = attempt;
  const own = leg === undefined ? [job.id] : [job.id, leg];
  const always = job.artifacts !== undefined;
  const part = { stages: job.stages, always, names: own, scope: limit.scope, stop, kept: kept?.workspace, opened };
  return withWorkspace(course, part, ({ open, goesOn, scope, stop: ends }) => {
    const records: Record<string, StageRecord> = {};
    attempt.begins(records);
    return limited(course, { ...limit, scope, stop: ends }, () =>
      inOrder(course, job, { attempt, own, records, open, goesOn }),
    );
  });
}

interface Begun extends Pick<InWorkspace, "open" | "goesOn"> {
  readonly attempt: JobAttempt;
  /** The job, and the leg. */
  readonly own: readonly string[];
  readonly records: Record<string, StageRecord>;
}

/** Downloads, stages, uploads. */
async function inOrder(course: Course, job: Job, begun: Begun): Promise<AttemptResult> {
  const { attempt, own, records, open, goesOn } = begun;
  const { known, leg, image, kept } = attempt;
  const workspace = open === undefined ? undefined : await open();
  const env = jobEnv(course, job, attempt);
  const names = { ...attempt.names, env };
  const shared = job.artifacts === undefined ? undefined : workspace;
  if (shared !== undefined) await download(course, job, { names, workspace: shared, known });
  const { status, errors, outputs } = await runStages(course, job.stages, {
    names,
    env,
    workspace,
    records,
    image,
    path: `${pathOf(job.id, leg)}.stages`,
    // A job's own retry and time limit are of the job.
    defaults: course.definition.defaults ?? {},
    kept: goesOn ? kept?.records : undefined,
  });
  const uploads = status === "SUCCESS" && shared !== undefined;
  const artifacts = uploads ? await upload(course, job, { names, workspace: shared, from: own }) : [];
  return { status, errors, outputs, artifacts };
}

export function pathOf(job: string, leg: string | undefined): string {
  return leg === undefined ? `jobs.${job}` : `jobs.${job}.strategies.${leg}`;
}

function jobEnv(course: Course, job: Job, { names, env }: JobAttempt): Values {
  const { templates } = course.services;
  const rendered = (map: JsonMap | undefined, seen: Names): Values =>
    map === undefined ? {} : (templates.deep(map, scopeOf(course, { ...seen, env })) as Values);
  return { ...env, ...rendered(job.template?.env, names), ...rendered(job.env, seenBy(job, "env", names)) };
}
