/** Executes a list of stages, one after the other. After a failure only those go on that ask for it. */
import type { Stage } from "../definition/stage.ts";
import { combine, type Status } from "../status.ts";
import { marked, retryMark } from "./after-failure.ts";
import { type Course, isOver } from "./course.ts";
import { journalName } from "./names.ts";
import type { ErrorRecord, StageRecord } from "./records.ts";
import { runStage } from "./run-stage.ts";
import { stageNames } from "./stage-names.ts";
import type { RunBranch, StagesPlace } from "./stage-run.ts";

export interface StagesResult {
  readonly status: Status;
  readonly errors: readonly ErrorRecord[];
  /** Of all of them, later ones winning. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What the first that failed threw. */
  readonly error: unknown;
}

export async function runStages(course: Course, stages: readonly Stage[], place: StagesPlace): Promise<StagesResult> {
  const { records } = place;
  const outputs: Record<string, unknown> = {};
  const errors: ErrorRecord[] = [];
  let failure: { readonly error: unknown } | undefined;
  for (const stage of stages) {
    const now = { failed: failure !== undefined, cancelled: isOver(course) };
    const kept = place.kept?.[stage.id];
    const { record, error } =
      kept === undefined
        ? await runStage(course, stage, {
            ...place,
            names: { ...place.names, stages: stageNames(records) },
            now,
            runBranch,
          })
        : { record: kept, error: undefined };
    Object.defineProperty(records, stage.id, { value: record, enumerable: true, configurable: true });
    Object.assign(outputs, record.outputs);
    errors.push(...record.errors);
    if (record.status === "FAILED" && record.continued !== true) failure ??= { error };
  }
  const counted = stages.map(({ id }) => statusOf(records[id]));
  const status = failure === undefined && isOver(course) ? "CANCEL" : combine(counted);
  return { status, errors, outputs, error: failure?.error };
}

/** A failure that was let pass counts as a success. */
function statusOf(record: StageRecord | undefined): Status {
  return record?.continued === true ? "SUCCESS" : (record?.status ?? "SKIP");
}

/** Stages below a stage see those around them, and none of theirs is seen from outside. */
const runBranch: RunBranch = async (course, branch, { options, place }) => {
  const records = { ...place.records };
  const below = {
    ...place,
    kept: undefined,
    names: { ...place.names, ...options.names },
    records,
    path: `${place.path}.${options.scope}`,
  };
  const mark = options.afterFailure === true ? retryMark(course) : "";
  const scope = `${options.scope.split("/").map(journalName).join(" ")}${mark}`;
  const result = await course.wf.scope(scope, () => runStages(marked(course, mark), branch.stages, below));
  const status = result.status === "WAIT" ? "CANCEL" : result.status;
  const { outputs, error } = result;
  return { status, outputs, stages: stageNames(records), ...(error === undefined ? {} : { error }) };
};
