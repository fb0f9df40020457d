/** Executes a job once: a leg of its matrix, or all of it where it has none. */
import type { Job } from "../definition/job.ts";
import { declarativeFailure } from "../errors.ts";
import { attemptsOf, withAttempts } from "./attempts.ts";
import { type Course, isOver, type Names, scopeOf } from "./course.ts";
import { errorRecord } from "./error-record.ts";
import type { Leg } from "./legs.ts";
import { journalName } from "./names.ts";
import type { ErrorRecord, LegRecord, StageRecord, Values } from "./records.ts";
import { runStages, type StagesResult } from "./run-stages.ts";
import { durationSetting, type SettingsAt } from "./settings.ts";
import { stageNames } from "./stage-names.ts";
import { limited } from "./time-limit.ts";
import { withWorkspace } from "./workspace.ts";

export interface JobPlace {
  /** needs, jobs. */
  readonly names: Names;
  readonly env: Values;
}

export interface LegWork extends JobPlace {
  /** Undefined: the job has no matrix. */
  readonly leg: Leg | undefined;
  /** Ends the leg when another one has failed. */
  readonly stop: AbortSignal | undefined;
}

export async function runLeg(course: Course, job: Job, work: LegWork): Promise<LegRecord> {
  const { leg, stop } = work;
  const matrix = leg?.values ?? {};
  const names: Names = { ...work.names, matrix };
  const path = leg === undefined ? `jobs.${job.id}` : `jobs.${job.id}.strategies.${leg.id}`;
  let records: Record<string, StageRecord> = {};
  let attempts = 1;
  const attempt = async (n: number): Promise<StagesResult> => {
    attempts = n;
    const limit = limitOf(course, job, { names, leg, n });
    const part = { stages: job.stages, names: leg === undefined ? [job.id] : [job.id, leg.id], stop };
    const result = await withWorkspace(course, { ...part, scope: limit.scope }, (own) => {
      records = {};
      course.board.leg(job.id, leg?.id ?? "", { matrix, stages: records });
      const place = { ...stagesPlace(course, job, { ...work, names }), path: `${path}.stages`, records };
      return limited(course, { ...limit, ...own }, async () =>
        runStages(course, job.stages, { ...place, workspace: await own.open() }),
      );
    });
    if (result.status === "FAILED") throw new LegFailed(result);
    return result;
  };
  const ended = (status: LegRecord["status"], errors: readonly ErrorRecord[], outputs: Values = {}): LegRecord => ({
    status,
    matrix,
    stages: records,
    errors,
    outputs,
    ...(attempts > 1 ? { attempts } : {}),
  });
  try {
    const at = settingsAt(course, job, names);
    const policy = attemptsOf(at, job.retry);
    const again = (): boolean => stop?.aborted !== true;
    const result = await withAttempts(course, policy, { name: journalName(leg?.id ?? job.id), attempt, again });
    const outputs = outputsOf(course, job, { names: { ...names, env: work.env }, records, merged: result.outputs });
    return ended(result.status, result.errors, outputs);
  } catch (error) {
    if (error instanceof LegFailed) return ended("FAILED", error.result.errors, error.result.outputs);
    const status = isOver(course) || stop?.aborted === true ? "CANCEL" : "FAILED";
    return ended(status, [errorRecord(error, path)]);
  }
}

/** Carries what the stages came to through the attempts of their job; never leaves this file. */
class LegFailed {
  readonly result: StagesResult;

  constructor(result: StagesResult) {
    this.result = result;
  }
}

function settingsAt(course: Course, job: Job, names: Names): SettingsAt {
  const { templates } = course.services;
  const place = job.at === "" ? "" : `${job.at}: `;
  return { where: `${place}job "${job.id}"`, templates, scope: () => scopeOf(course, names) };
}

function limitOf(course: Course, job: Job, { names, leg, n }: { names: Names; leg: Leg | undefined; n: number }) {
  const name = journalName(leg?.id ?? job.id);
  const scope = n === 1 ? name : `${name} (attempt ${n})`;
  const what = leg === undefined ? `job "${job.id}"` : `leg ${leg.id} of job "${job.id}"`;
  const { timeoutMs } = job;
  const ms =
    timeoutMs === undefined ? undefined : durationSetting(settingsAt(course, job, names), "timeout", timeoutMs);
  return { scope, what, ms };
}

function stagesPlace(course: Course, job: Job, { names, env }: LegWork) {
  const { services, definition } = course;
  if (job.runsOn.type !== "local")
    throw declarativeFailure("runs-on-unavailable", {
      job: job.id,
      runsOn: [job.runsOn.type, job.runsOn.target].filter((part) => part !== "").join(":"),
    });
  const own =
    job.env === undefined ? {} : (services.templates.deep(job.env, scopeOf(course, { ...names, env })) as Values);
  const merged = { ...env, ...own };
  return {
    names: { ...names, env: merged },
    env: merged,
    // A job's own retry and time limit are of the job.
    defaults: definition.defaults ?? {},
  };
}

interface Ended {
  readonly names: Names;
  readonly records: Readonly<Record<string, StageRecord>>;
  readonly merged: Values;
}

/** Those that the job names, else all of its stages. */
function outputsOf(course: Course, job: Job, { names, records, merged }: Ended): Values {
  if (job.outputs === undefined) return merged;
  const scope = scopeOf(course, { ...names, stages: stageNames(records) });
  return course.services.templates.deep(job.outputs, scope) as Values;
}
