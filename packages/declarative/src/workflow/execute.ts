/** Starts a run of a definition and waits for what becomes of it. */
import { type Duration, isFailure, RunCancelled, RunFailed, type RunHandle, RunTimedOut, toMs } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import type { DefinitionCalls, MoreInput } from "./calls.ts";
import { standingOf, type WorkflowResult } from "./workflow-result.ts";

/** What may be said of an execution; all of it may be left out. */
export interface ExecuteOptions {
  /** Id of the run: if it exists, with the same params, its result is given. Default: a new one. */
  readonly runId?: string;
  /** The run that this one belongs to: `run.parent` in expressions, and a tag `parent:ID`. Default: none. */
  readonly parentRunId?: string;
  /** Cancels the run when it is aborted. */
  readonly signal?: AbortSignal;
  /** How long the run may take: seconds, or text with a unit. Default: the definition's. */
  readonly timeout?: number | string;
  /** Jobs at a time. Default: the definition's, else the setting max-job-parallel. */
  readonly maxJobParallel?: number;
}

export const executeOptions = ["runId", "parentRunId", "signal", "timeout", "maxJobParallel"] as const;

export async function execute(
  calls: DefinitionCalls,
  params: unknown,
  options: ExecuteOptions,
): Promise<WorkflowResult> {
  checkOptions("execute", options, executeOptions);
  const { timeout } = options;
  const timeoutMs = timeout === undefined ? undefined : secondsOf("execute", timeout);
  const more = moreInput("execute", options);
  const resolved = await calls.parameterize(params);
  return await calls.use(async (engine) => {
    const input = await calls.input(engine, resolved, more);
    const handle = await engine.start(calls.workflow, input as never, {
      tags: tagsOf(calls, options),
      ...(options.runId === undefined ? {} : { id: options.runId }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    return await endOf(calls, handle, options.signal);
  });
}

/** What a run starts with for the options that all calls have in common. @throws call-invalid */
export function moreInput(call: string, { parentRunId, maxJobParallel }: ExecuteOptions): MoreInput {
  if (parentRunId !== undefined && (typeof parentRunId !== "string" || parentRunId === ""))
    throw invalid(call, "parentRunId", "must be the id of a run");
  if (maxJobParallel !== undefined && !(Number.isInteger(maxJobParallel) && maxJobParallel >= 1))
    throw invalid(call, "maxJobParallel", "must be a whole number from 1");
  return {
    ...(parentRunId === undefined ? {} : { parentRunId }),
    ...(maxJobParallel === undefined ? {} : { maxJobParallel }),
  };
}

export function tagsOf({ definition }: DefinitionCalls, { parentRunId }: ExecuteOptions): string[] {
  return [...definition.tags, ...(parentRunId === undefined ? [] : [`parent:${parentRunId}`])];
}

/** How it stands once it has ended, or cannot go on without a person. */
export async function endOf(
  calls: DefinitionCalls,
  handle: RunHandle<unknown>,
  signal: AbortSignal | undefined,
): Promise<WorkflowResult> {
  const cancel = (): void => {
    // A run that has just ended stays as it is; what else is wrong, waiting for it says.
    handle.cancel(reasonOf(signal)).catch(() => {});
  };
  if (signal?.aborted) cancel();
  signal?.addEventListener("abort", cancel, { once: true });
  try {
    await handle.result({ rejectOn: ["blocked"] });
  } catch (error) {
    if (!isEnd(error)) throw error;
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
  return (await standingOf(handle, calls.boards)).result;
}

function isEnd(error: unknown): boolean {
  return (
    error instanceof RunFailed ||
    error instanceof RunCancelled ||
    error instanceof RunTimedOut ||
    isFailure(error, "run-blocked")
  );
}

function reasonOf(signal: AbortSignal | undefined): string {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason.message : typeof reason === "string" ? reason : "";
}

/** Bare numbers are seconds. @throws call-invalid */
export function secondsOf(call: string, timeout: number | string): number {
  const problem = 'must be more than 0: seconds, or text with a unit such as "5 min"';
  if (typeof timeout === "number" && Number.isFinite(timeout) && timeout > 0) return timeout * 1_000;
  try {
    const ms = typeof timeout === "string" ? toMs(timeout as Duration) : 0;
    if (ms > 0) return ms;
  } catch (cause) {
    throw invalid(call, "timeout", problem, cause);
  }
  throw invalid(call, "timeout", problem);
}

/** @throws call-invalid for what is no map, or has a name that is none of these */
export function checkOptions(call: string, options: unknown, known: readonly string[]): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw invalid(call, "options", "must be a map");
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const meant = nearestName(name, known);
    throw invalid(
      call,
      name,
      `is no option${meant === "" ? `; there are: ${known.join(", ")}` : `; did you mean ${meant}?`}`,
    );
  }
}

/** @param call name of the method */
export function invalid(call: string, option: string, problem: string, cause?: unknown): WorkflowError {
  return new WorkflowError(declarativeFailure("call-invalid", { call, option, problem }, cause));
}
