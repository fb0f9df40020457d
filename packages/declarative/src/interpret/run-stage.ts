/** Executes one stage: its condition, its values, its attempts, what it gives. */
import type { StepOptions } from "@stepwell/core";
import type { Stage } from "../definition/stage.ts";
import { declarativeFailure } from "../errors.ts";
import { keptValues } from "../expressions/kept-value.ts";
import type { ReadyStage, StageOutcome, StageType } from "../stages/stage-type.ts";
import { stageMarked } from "./after-failure.ts";
import { asksForHashes, conditionAsksForHashes } from "./asks-for-hashes.ts";
import { type Attempts, attemptsOf, retryOptions, withAttempts } from "./attempts.ts";
import { stageHindrance } from "./condition.ts";
import { type Course, isOver, type Names, type StatusNow, scopeOf, shielded } from "./course.ts";
import { errorRecord, rootOf } from "./error-record.ts";
import { withHashes } from "./hash-files.ts";
import { journalName } from "./names.ts";
import { readyValues } from "./ready-values.ts";
import { recordedFailure } from "./recorded-failure.ts";
import type { StageRecord } from "./records.ts";
import { durationSetting, flagSetting, type SettingsAt } from "./settings.ts";
import { stageNames } from "./stage-names.ts";
import { type RunBranch, type StagesPlace, stageRun } from "./stage-run.ts";
import { limited } from "./time-limit.ts";
import { isLost } from "./workspace.ts";

/** Its `names` are those that the stage sees, `stages` with them. */
export interface StagePlace extends StagesPlace {
  readonly now: StatusNow;
  readonly runBranch: RunBranch;
}

export interface StageEnd {
  readonly record: StageRecord;
  /** What it threw; undefined when it did not fail. */
  readonly error: unknown;
}

export async function runStage(before: Course, stage: Stage, place: StagePlace): Promise<StageEnd> {
  const { names } = place;
  const path = `${place.path}.${stage.id}`;
  let course = before;
  try {
    const hashed = (of: Course) => withHashes(of, stage, { names, workspace: place.workspace });
    if (conditionAsksForHashes(stage)) {
      const { hashFiles } = await (place.now.cancelled ? shielded(before, hashed) : hashed(before));
      if (hashFiles !== undefined) course = { ...before, hashFiles };
    }
    const reason = stageHindrance(course, stage.if, { names, now: place.now });
    if (reason !== undefined) {
      const status = place.now.cancelled ? "CANCEL" : "SKIP";
      return { record: { status, outputs: {}, errors: [], reason }, error: undefined };
    }
    // One that runs although the run is over would be refused everything.
    const execute = (of: Course): Promise<StageOutcome> =>
      stageMarked(of, stage, (own) =>
        asksForHashes(stage)
          ? hashed(own).then((answered) => executed(answered, stage, place))
          : executed(own, stage, place),
      );
    const outcome = await (place.now.cancelled ? shielded(course, execute) : execute(course));
    const outputs = keptValues(outcome.outputs);
    return { record: { status: outcome.status ?? "SUCCESS", outputs, errors: [] }, error: undefined };
  } catch (caught) {
    const error = await recordedFailure(course, journalName(stage.id), caught);
    if (isLost(error)) place.workspace?.lose(error);
    course.failures.note(path, error);
    if (isOver(course) && !place.now.cancelled)
      return { record: { status: "CANCEL", outputs: {}, errors: [errorRecord(error, path, stage.at)] }, error };
    const at = settingsAt(course, stage, names);
    const continued = flagSetting(at, "continue-on-error", stage.continueOnError);
    const record: StageRecord = { status: "FAILED", outputs: {}, errors: [errorRecord(error, path, stage.at)] };
    return { record: continued ? { ...record, continued } : record, error: rootOf(error) };
  }
}

function settingsAt(course: Course, stage: Stage, names: Names): SettingsAt {
  const { templates } = course.services;
  return { where: `${prefix(stage)}stage "${stage.id}"`, templates, scope: () => scopeOf(course, names) };
}

function prefix({ at }: Stage): string {
  return at === "" ? "" : `${at}: `;
}

function executed(course: Course, stage: Stage, place: StagePlace): Promise<StageOutcome> {
  const outcome = attempted(course, stage, place);
  return stage.outputs === undefined ? outcome : outcome.then((of) => given(course, stage, place, of));
}

function attempted(course: Course, stage: Stage, place: StagePlace): Promise<StageOutcome> {
  const { stages: types } = course.services;
  const type = types.get(stage.type);
  if (type === undefined)
    throw declarativeFailure("stage-type-unknown", { type: stage.type, at: prefix(stage), known: [...types.keys()] });
  const at = settingsAt(course, stage, place.names);
  const attempts = attemptsOf(at, stage.retry ?? place.defaults.retry);
  const limit = stage.timeoutMs ?? place.defaults.timeoutMs;
  const timeoutMs = limit === undefined ? undefined : durationSetting(at, "timeout", limit);
  // What is one step is retried and limited by the engine, which shows it; what is more, here.
  const whole = stage.branches.length > 0 || type.composite === true || saysAttempt(stage);
  if (!whole) return once(course, stage, { type, place, attempts, timeoutMs, n: 1 });
  const keepsTimeout = type.keepsTimeout === true && stage.branches.length === 0;
  const [own, ours] = keepsTimeout ? [timeoutMs, undefined] : [undefined, timeoutMs];
  if (stage.branches.length === 0 && attempts.maxAttempts === 1 && ours === undefined)
    return once(course, stage, { type, place, attempts, timeoutMs, n: 1 });
  const scope = journalName(stage.id);
  const single = { ...attempts, maxAttempts: 1 };
  return withAttempts(course, attempts, {
    name: scope,
    again: (error) => !isLost(error),
    attempt: (n) =>
      limited(
        course,
        { scope: n === 1 ? scope : `${scope} (attempt ${n})`, what: `stage "${stage.id}"`, ms: ours },
        () => once(course, stage, { type, place, attempts: single, timeoutMs: own, n }),
      ),
  });
}

const sayers = new WeakMap<Stage, boolean>();

/** The number of the attempt goes into its values: they have to be evaluated anew for each. */
function saysAttempt(stage: Stage): boolean {
  const known = sayers.get(stage);
  if (known !== undefined) return known;
  const { value, keys, env } = stage;
  const says = /\$\{\{[^}]*\battempt\b/.test(JSON.stringify([value, keys, env ?? null]));
  sayers.set(stage, says);
  return says;
}

interface Once {
  readonly type: StageType;
  readonly place: StagePlace;
  readonly attempts: Attempts;
  readonly timeoutMs: number | undefined;
  readonly n: number;
}

function once(course: Course, stage: Stage, { type, place, attempts, timeoutMs, n }: Once): Promise<StageOutcome> {
  const { templates } = course.services;
  const env = stage.env === undefined ? place.env : { ...place.env, ...ownEnv(course, stage.env, { place, n }) };
  const names: Names = { ...place.names, attempt: n, env };
  const scope = scopeOf(course, names);
  const ready: ReadyStage = { ...stage, ...readyValues(templates, type, stage, scope) };
  const retry = retryOptions(attempts);
  const step: StepOptions = {
    retry: typeof retry === "object" ? { ...retry, retryIf: (error) => !isLost(error) } : retry,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    ...(stage.cache === undefined ? {} : { cache: cacheOf(stage.cache, (text) => templates.text(text, scope)) }),
  };
  const values = [ready.value, ready.keys];
  const running = { place, names, env, scope, values, step, attempt: n, timeoutMs };
  const run = () => type.run(ready, stageRun(course, stage, running));
  return type.waits === true ? course.budget.waiting(run) : run();
}

function ownEnv(
  course: Course,
  env: NonNullable<Stage["env"]>,
  { place, n }: { readonly place: StagePlace; readonly n: number },
): object {
  return course.services.templates.deep(env, scopeOf(course, { ...place.names, attempt: n })) as object;
}

function cacheOf({ key, ttlMs }: NonNullable<Stage["cache"]>, text: (text: string) => unknown) {
  return { key: String(text(key)), ...(ttlMs === undefined ? {} : { ttl: ttlMs }) };
}

/** Its own outputs, with those that the definition names. */
function given(course: Course, stage: Stage, place: StagePlace, outcome: StageOutcome): StageOutcome {
  if (stage.outputs === undefined) return outcome;
  const record: StageRecord = { status: outcome.status ?? "SUCCESS", outputs: outcome.outputs, errors: [] };
  const stages = stageNames({ ...place.records, [stage.id]: record });
  const scope = scopeOf(course, { ...place.names, stages, outputs: outcome.outputs });
  const named = course.services.templates.deep(stage.outputs, scope) as Readonly<Record<string, unknown>>;
  return { ...outcome, outputs: { ...outcome.outputs, ...named } };
}
