/** Executes one job: whether it runs at all, its legs, and what they come to together. */

import type { Job } from "../definition/job.ts";
import { declarativeFailure } from "../errors.ts";
import { combine } from "../status.ts";
import { jobMark } from "./after-failure.ts";
import { byName } from "./by-name.ts";
import { asksForResults, conditionHinders } from "./condition.ts";
import { type Course, isOver, scopeOf, shielded } from "./course.ts";
import { errorRecord } from "./error-record.ts";
import type { Leg } from "./legs.ts";
import { evaluatedLegs } from "./matrix.ts";
import { journalName } from "./names.ts";
import { noteLegs } from "./notes.ts";
import { expressionsOf, recordedFailure } from "./recorded-failure.ts";
import type { JobRecord, LegRecord, Values } from "./records.ts";
import { type JobPlace, runLeg } from "./run-leg.ts";
import { flagSetting, type SettingsAt, wholeSetting } from "./settings.ts";
import { hindrance, type Result } from "./trigger-rule.ts";

export interface JobWork extends JobPlace {
  /** Of the jobs that it needs itself. */
  readonly results: ReadonlyMap<string, Result>;
  /** One of all that stand before it has failed. */
  readonly failedBefore: boolean;
}

export async function runJob(course: Course, job: Job, work: JobWork): Promise<JobRecord> {
  try {
    const reason = jobHindrance(course, job, work);
    if (reason !== undefined) return without(isOver(course) ? "CANCEL" : "SKIP", reason);
    const execute = (of: Course) => executed(of, job, work);
    return await (isOver(course) ? shielded(course, execute) : execute(course));
  } catch (thrown) {
    const error = await recordedFailure(course, expressionsOf(journalName(job.id)), thrown);
    course.failures.note(`jobs.${job.id}`, error);
    const status = isOver(course) ? "CANCEL" : "FAILED";
    return {
      status,
      info: {},
      errors: [errorRecord(error, `jobs.${job.id}`, job.at)],
      outputs: {},
    };
  }
}

function without(status: "SKIP" | "CANCEL", reason: string): JobRecord {
  return { status, info: { reason }, errors: [], outputs: {} };
}

/** By its trigger rule, then by its condition; with a condition that asks for results itself, by that alone. */
function jobHindrance(course: Course, job: Job, { names, env, results, failedBefore }: JobWork): string | undefined {
  const cancelled = isOver(course);
  const condition = job.if === undefined ? undefined : course.services.templates.condition(job.if);
  const asks = condition !== undefined && asksForResults(condition);
  if (cancelled && !asks) return "the run was cancelled";
  const rule = job.triggerRule ?? (asks ? "always" : "all_success");
  const unmet = hindrance(rule, results);
  if (unmet !== undefined) return unmet;
  if (condition === undefined) return undefined;
  return conditionHinders(course, condition, { names: { ...names, env }, now: { failed: failedBefore, cancelled } });
}

async function executed(course: Course, job: Job, work: JobWork): Promise<JobRecord> {
  const { strategy } = job;
  const mark = jobMark(course, job);
  if (strategy === undefined) {
    const leg = await runLeg(course, job, { ...work, leg: undefined, stop: endOf(course), mark });
    const { status, errors, outputs, stages } = leg;
    return { status, info: continued(course, job, work, leg), errors, outputs, stages, ...artifactsOf([leg]) };
  }
  const { templates } = course.services;
  const scope = scopeOf(course, { ...work.names, env: work.env });
  const legs = evaluatedLegs(strategy, { job: job.id, templates, scope });
  if (legs.length === 0) return without("SKIP", "its matrix has no legs");
  noteLegs(course, job, legs);
  const execute = () => runLegs(course, job, { work, legs, mark });
  const records = await course.wf.scope(`${journalName(job.id)}${mark}`, execute);
  const failed = records.filter(({ status }) => status === "FAILED");
  const passed = failed.length > 0 && failed.every((record) => isContinued(course, job, work, record));
  return {
    status: combine(records.map(({ status }) => status)),
    info: passed ? { continued: true } : {},
    errors: failed.flatMap(({ errors }) => errors),
    outputs: outputLists(records),
    ...artifactsOf(records),
    strategies: byName(records, (_, n) => legs[n]?.id ?? ""),
  };
}

/** Aborted when the run's time is over; undefined for what goes on all the same. */
function endOf({ shielded: goesOn, budget }: Course): AbortSignal | undefined {
  return goesOn === true ? undefined : budget.over;
}

function artifactsOf(legs: readonly LegRecord[]): Pick<JobRecord, "artifacts"> {
  const artifacts = legs.flatMap((leg) => leg.artifacts ?? []);
  return artifacts.length === 0 ? {} : { artifacts };
}

/** So many at a time, in leg order; the first failure that counts stops the others. */
async function runLegs(
  course: Course,
  job: Job,
  { work, legs, mark }: { work: JobWork; legs: readonly Leg[]; mark: string },
): Promise<LegRecord[]> {
  const { maxParallel, failFast } = job.strategy ?? { maxParallel: undefined, failFast: true };
  const at = settingsAt(course, job, work);
  const most =
    maxParallel === undefined
      ? legs.length
      : wholeSetting(at, { setting: "max-parallel", value: maxParallel, least: 1 });
  const stops = flagSetting(at, "fail-fast", failFast);
  const stopping = new AbortController();
  const over = endOf(course);
  const end = (): void => stopping.abort(over?.reason);
  over?.addEventListener("abort", end, { once: true });
  const records = new Array<LegRecord>(legs.length);
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < legs.length) {
      const n = next++;
      const leg = legs[n] as Leg;
      if (stopping.signal.aborted || isOver(course)) {
        records[n] = { status: "CANCEL", matrix: leg.values, stages: {}, errors: [], outputs: {} };
        continue;
      }
      const record =
        course.input.keptParts?.[job.id]?.legs?.[leg.id] ??
        (await runLeg(course, job, { ...work, leg, stop: stopping.signal, mark }));
      records[n] = record;
      course.board.leg(job.id, leg.id, record);
      if (stops && record.status === "FAILED" && !stopping.signal.aborted && !isContinued(course, job, work, record))
        stopping.abort(declarativeFailure("leg-failed", { job: job.id }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, legs.length) }, lane));
  over?.removeEventListener("abort", end);
  return records;
}

function isContinued(course: Course, job: Job, work: JobWork, { status, matrix }: LegRecord): boolean {
  if (status !== "FAILED") return false;
  return flagSetting(settingsAt(course, job, work, matrix), "continue-on-error", job.continueOnError);
}

function continued(course: Course, job: Job, work: JobWork, leg: LegRecord): JobRecord["info"] {
  // Its condition was asked before: what is skipped now found its place taken.
  if (leg.status === "SKIP" && job.concurrency?.onConflict === "skip" && Object.keys(leg.stages).length === 0)
    return { reason: "its concurrency group is taken" };
  return isContinued(course, job, work, leg) ? { continued: true } : {};
}

function settingsAt(course: Course, job: Job, { names, env }: JobWork, matrix: Values = {}): SettingsAt {
  const place = job.at === "" ? "" : `${job.at}: `;
  const { templates } = course.services;
  return { where: `${place}job "${job.id}"`, templates, scope: () => scopeOf(course, { ...names, env, matrix }) };
}

/** Name → its value of every leg, in leg order; null where a leg has none. */
function outputLists(records: readonly LegRecord[]): Values {
  const names = new Set(records.flatMap(({ outputs }) => Object.keys(outputs)));
  return Object.fromEntries([...names].map((name) => [name, records.map(({ outputs }) => outputs[name] ?? null)]));
}
