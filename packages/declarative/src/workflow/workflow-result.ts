/** What a call of a workflow gives: how its run stands, in the words of definitions. */
import { isFinished, messageOf, type RunDetails, type RunHandle } from "@stepwell/core";
import type { Board } from "../interpret/board.ts";
import { errorRecord } from "../interpret/error-record.ts";
import type { ErrorRecord, JobRecord, LegRecord, ResultContext, Values } from "../interpret/records.ts";
import type { RunInput } from "../interpret/run-input.ts";
import { type Status, statusOf } from "../status.ts";

/** How a run stands, or how it has ended. */
export interface WorkflowResult {
  /** `WAIT`: it has not ended. */
  readonly status: Status;
  /** Everything that has become of it; what `rerun` takes. */
  readonly context: ResultContext;
  /** Of the context. */
  readonly errors: readonly ErrorRecord[];
  readonly outputs: Values;
  readonly workflow: string;
  readonly runId: string;
  /** 1 at first; each rerun under the same id is the next one. */
  readonly generation: number;
  /** It was stopped because its time was over. */
  readonly timedOut: boolean;
  /** One sentence: what it waits for, or why it did not end well. Undefined where there is nothing to say. */
  readonly why: string | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

/** Tells of the code of a run that begins in this process. */
export interface Boards {
  /** @returns stops listening */
  listen(runId: string, heard: (board: Board) => void): () => void;
}

/**
 * Derived from the journal, by a replay that executes nothing: of runs of any process. Where the code of today cannot
 * follow the journal, from what the run's row says.
 */
export async function resultOf(handle: RunHandle<unknown>, boards: Boards): Promise<WorkflowResult> {
  const details = await handle.status();
  const board = await replayed(handle, boards);
  const context = ended(details, board === undefined ? fromRow(details) : board.context);
  const { id: runId, workflow, generation, why, startedAt, endedAt } = details;
  const { status, errors, outputs } = context;
  // The engine keeps a timeout that is written; the default one, active time, the definition's own code.
  const own = errors[0]?.name === "WorkflowTimeoutError" && errors[0].path === "";
  const timedOut = details.status === "timed_out" || own;
  return { status, context, errors, outputs, workflow, runId, generation, timedOut, why, startedAt, endedAt };
}

async function replayed(handle: RunHandle<unknown>, boards: Boards): Promise<Board | undefined> {
  let last: Board | undefined;
  const stop = boards.listen(handle.id, (board) => {
    last = board;
  });
  try {
    const { verdict } = await handle.replay();
    return verdict === "fits" ? last : undefined;
  } finally {
    stop();
  }
}

/** All that is known without the journal. */
function fromRow({ id, workflow, input, output, error }: RunDetails): ResultContext {
  const { definition, params = {} } = (input ?? {}) as Partial<RunInput>;
  const info = {
    workflow,
    runId: id,
    warnings: ["its journal does not fit the code that is here: its jobs are not known"],
  };
  const { errors = [] } = ((error as { facts?: unknown } | undefined)?.facts ?? {}) as {
    errors?: readonly ErrorRecord[];
  };
  const outputs = (output ?? {}) as Values;
  return { status: "WAIT", params: hidden(definition, params), info, errors, outputs, jobs: {} };
}

/** What the row says of the end counts: code cannot know that its run was killed, or that its time was over. */
function ended(details: RunDetails, context: ResultContext): ResultContext {
  const { status: state, error, input } = details;
  const params = hidden((input as Partial<RunInput> | undefined)?.definition, context.params);
  const status = state === "completed" && context.status === "SKIP" ? "SKIP" : statusOf(state);
  if (!isFinished(state)) return { ...context, params, status };
  const jobs = Object.fromEntries(Object.entries(context.jobs).map(([id, job]) => [id, stopped(job)]));
  return { ...context, params, status, jobs, errors: errorsOf(state, context.errors, error) };
}

function errorsOf(state: RunDetails["status"], errors: readonly ErrorRecord[], error: unknown): readonly ErrorRecord[] {
  if (state === "timed_out")
    return [
      { name: "WorkflowTimeoutError", message: messageOf(error), path: "", code: "workflow-timed-out" },
      ...errors,
    ];
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
function hidden(definition: RunInput["definition"] | undefined, params: Values): Values {
  const secret = new Set(definition?.params.filter(({ type }) => type === "secret").map(({ name }) => name));
  if (secret.size === 0) return params;
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, secret.has(name) && value !== null ? "***" : value]),
  );
}
