/** What a context comes to by the end of its run: code cannot know that its run was killed, or that its time was over. */
import { isFinished, messageOf, type RunState } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import { shownParams } from "../params/sealed-params.ts";
import { statusOf } from "../status.ts";
import { errorRecord } from "./error-record.ts";
import type { ErrorRecord, JobRecord, LegRecord, ResultContext, Values } from "./records.ts";

/** How the run stands. */
export interface RunEnd {
  readonly state: RunState;
  /** What ended it; undefined when nothing did. */
  readonly error: unknown;
  readonly definition: Definition | undefined;
}

export function endedContext(context: ResultContext, { state, error, definition }: RunEnd): ResultContext {
  const params = hidden(definition, context.params);
  const status = state === "completed" && context.status === "SKIP" ? "SKIP" : statusOf(state);
  if (!isFinished(state)) return { ...context, params, status };
  const jobs = Object.fromEntries(Object.entries(context.jobs).map(([id, job]) => [id, stopped(job)]));
  return { ...context, params, status, jobs, errors: errorsOf(state, context.errors, error) };
}

function errorsOf(state: RunState, errors: readonly ErrorRecord[], error: unknown): readonly ErrorRecord[] {
  if (state === "timed_out") {
    const message = messageOf(error);
    return [{ name: "WorkflowTimeoutError", message, path: "", code: "workflow-timed-out" }, ...errors];
  }
  return state === "failed" && errors.length === 0 ? [errorRecord(error, "")] : errors;
}

/** Of a run that is over, nothing goes on. */
function stopped(job: JobRecord): JobRecord {
  if (job.status !== "WAIT") return job;
  const { strategies } = job;
  const cancelled = { ...job, status: "CANCEL" } as const;
  if (strategies === undefined) return cancelled;
  const legs = Object.entries(strategies).map(([id, leg]): [string, LegRecord] => [
    id,
    leg.status === "WAIT" ? { ...leg, status: "CANCEL" } : leg,
  ]);
  return { ...cancelled, strategies: Object.fromEntries(legs) };
}

/** Params that are secrets leave a run no way but into its bodies. */
function hidden(definition: Definition | undefined, params: Values): Values {
  return shownParams(definition?.params ?? [], params);
}
