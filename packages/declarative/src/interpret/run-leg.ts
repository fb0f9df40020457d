/** Executes a job: a leg of its matrix, or all of it where it has none; again where it may be tried again. */

import type { Job } from "../definition/job.ts";
import { keptValues } from "../expressions/kept-value.ts";
import { marked } from "./after-failure.ts";
import { attemptsOf, withAttempts } from "./attempts.ts";
import { type Course, isOver, type Names, scopeOf } from "./course.ts";
import { errorRecord } from "./error-record.ts";
import { type AttemptResult, executeJob, type JobAttempt, pathOf } from "./execute-job.ts";
import { executeAsRun } from "./job-run.ts";
import type { Leg } from "./legs.ts";
import { journalName } from "./names.ts";
import { placementOf } from "./placement.ts";
import { expressionsOf, recordedFailure } from "./recorded-failure.ts";
import type { ArtifactRecord, ErrorRecord, LegRecord, StageRecords, Values } from "./records.ts";
import { durationSetting, type SettingsAt } from "./settings.ts";
import { stageNames } from "./stage-names.ts";
import { jobNames, seenBy } from "./template-params.ts";

export interface JobPlace {
  /** needs, jobs. */
  readonly names: Names;
  readonly env: Values;
  /** Of the jobs that it needs, directly or through others. */
  readonly artifacts: readonly ArtifactRecord[];
}

export interface LegWork extends JobPlace {
  /** Undefined: the job has no matrix. */
  readonly leg: Leg | undefined;
  /** Ends the leg when another one has failed. */
  readonly stop: AbortSignal | undefined;
  /** Behind the name of the job, where it follows what a retry of the run begins anew. */
  readonly mark: string;
}

export async function runLeg(course: Course, job: Job, work: LegWork): Promise<LegRecord> {
  const { leg, stop } = work;
  const matrix = leg?.values ?? {};
  let names: Names = { ...work.names, matrix };
  let records: StageRecords = {};
  let attempts = 1;
  const ended = (status: LegRecord["status"], errors: readonly ErrorRecord[], outputs: Values = {}): LegRecord => ({
    status,
    matrix,
    stages: records,
    errors,
    outputs,
    ...(attempts > 1 ? { attempts } : {}),
  });
  const attempt = async (n: number): Promise<AttemptResult> => {
    attempts = n;
    records = {};
    const begins = (begun: StageRecords): void => {
      records = begun;
      course.board.leg(job.id, leg?.id ?? "", { matrix, stages: begun });
    };
    const result = await once(course, job, { work, names, n, begins });
    if (result.status === "FAILED") throw new LegFailed(result);
    return result;
  };
  try {
    if (job.template !== undefined) names = await jobNames(course, job, { ...work, names });
    const policy = attemptsOf(settingsAt(course, job, seenBy(job, "retry", names)), job.retry);
    const again = (): boolean => stop?.aborted !== true;
    const result = await withAttempts(course, policy, { name: scopeName(job, work), attempt, again });
    const seen = { ...seenBy(job, "outputs", names), env: work.env };
    const outputs = outputsOf(course, job, { names: seen, records, merged: result.outputs });
    const record = ended(result.status, result.errors, outputs);
    return result.artifacts.length === 0 ? record : { ...record, artifacts: result.artifacts };
  } catch (thrown) {
    if (thrown instanceof LegFailed) return ended("FAILED", thrown.result.errors, thrown.result.outputs);
    const error = await recordedFailure(course, expressionsOf(scopeName(job, work)), thrown);
    course.failures.note(pathOf(job.id, leg?.id), error);
    const status = isOver(course) || stop?.aborted === true ? "CANCEL" : "FAILED";
    return ended(status, [errorRecord(error, pathOf(job.id, leg?.id), job.at)]);
  }
}

/** The scope of a job is around those of its legs. */
function scopeName(job: Job, { leg, mark }: LegWork): string {
  return leg === undefined ? `${journalName(job.id)}${mark}` : journalName(leg.id);
}

/** Here, or as a run of its own. */
function once(
  course: Course,
  job: Job,
  { work, names, n, begins }: { work: LegWork; names: Names; n: number; begins: JobAttempt["begins"] },
): Promise<AttemptResult> {
  const { leg, stop, env, artifacts: known } = work;
  const at = settingsAt(course, job, { ...seenBy(job, "timeout", names), env });
  const name = scopeName(job, work);
  const limit = {
    scope: n === 1 ? name : `${name} (attempt ${n})`,
    what: leg === undefined ? `job "${job.id}"` : `leg ${leg.id} of job "${job.id}"`,
    ms: job.timeoutMs === undefined ? undefined : durationSetting(at, "timeout", job.timeoutMs),
  };
  const placement = placementOf(at, job);
  const { type } = placement.runsOn;
  const id = leg?.id ?? "";
  const attempt: JobAttempt = {
    names,
    env,
    known,
    leg: leg?.id,
    stop,
    limit,
    mark: work.mark,
    begins,
    kept: n === 1 ? course.input.keptParts?.[job.id]?.stages?.[id] : undefined,
    opened: (workspace) => course.board.opened(job.id, id, workspace),
    image: type === "docker" ? placement.runsOn.target : undefined,
  };
  if (type !== "queue" && placement.concurrency === undefined)
    return executeJob(marked(course, work.mark), job, attempt);
  const skipped: AttemptResult = { status: "SKIP", errors: [], outputs: {}, artifacts: [] };
  return executeAsRun(course, job, { attempt, placement }).then((result) => result ?? skipped);
}

/** Carries what the stages came to through the attempts of their job; never leaves this file. */
class LegFailed {
  readonly result: AttemptResult;

  constructor(result: AttemptResult) {
    this.result = result;
  }
}

function settingsAt(course: Course, job: Job, names: Names): SettingsAt {
  const { templates } = course.services;
  const place = job.at === "" ? "" : `${job.at}: `;
  return { where: `${place}job "${job.id}"`, templates, scope: () => scopeOf(course, names) };
}

interface Ended {
  readonly names: Names;
  readonly records: StageRecords;
  readonly merged: Values;
}

/** Those that the job names, else all of its stages. */
function outputsOf(course: Course, job: Job, { names, records, merged }: Ended): Values {
  if (job.outputs === undefined) return merged;
  const scope = scopeOf(course, { ...names, stages: stageNames(records) });
  return keptValues(course.services.templates.deep(job.outputs, scope) as Values);
}
