/** Executes again what has not succeeded: as the next generation of a run that is there, else as a new run. */
import { isFailure, isFinished, type RunHandle, type Stepwell } from "@stepwell/core";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import type { JobRecord, ResultContext, Values } from "../interpret/records.ts";
import type { RunInput } from "../interpret/run-input.ts";
import type { DefinitionCalls } from "./calls.ts";
import { checkOptions, type ExecuteOptions, endOf, executeOptions, moreInput, secondsOf, tagsOf } from "./execute.ts";
import { keptRecord } from "./kept-jobs.ts";
import { rerunFrom } from "./rerun-from.ts";
import { rerunPlan } from "./rerun-plan.ts";
import { type Standing, standingOf, type WorkflowResult } from "./workflow-result.ts";

/** What a rerun is of: a context as a result has it, or what is left of one; or a run by its id. */
export type Rerunnable = RerunContext | { readonly run: string };

/** All of it may be left out: then everything is executed. */
export interface RerunContext {
  readonly params?: Values;
  readonly info?: Partial<ResultContext["info"]>;
  /** Of each job no more than its status is needed. */
  readonly jobs?: Readonly<Record<string, Partial<JobRecord>>>;
}

/** All may be left out. Variables (`vars`) and secrets are as they are when the rerun begins, all else as the run had it. */
export interface RerunOptions extends ExecuteOptions {
  /**
   * A part that is executed again though it has succeeded, and with it what comes after: `job`, `job/stage`, `job[leg]`,
   * `job[leg]/stage`. Default: what has not succeeded.
   */
  readonly from?: string;
  /** Over those of the run or context. */
  readonly params?: Values;
  /** `stored`: as the run had it; `current`: as this workflow has it now. Default: stored. */
  readonly definition?: "stored" | "current";
  /** False: gives the result as it stands as soon as the rerun is on disk. Default: true, it waits for the end. */
  readonly wait?: boolean;
}

const call = "rerun";
/** What is kept was within the limits when it was recorded, each part by itself: together it may be more than one value. */
const keptBytes = 64 * 1024 * 1024;

/** Begins a rerun, and waits for its end unless `wait` is false. @throws what Workflow.rerun throws */
export async function rerunDefinition(
  calls: DefinitionCalls,
  given: Rerunnable,
  options: RerunOptions,
): Promise<WorkflowResult> {
  checkOptions(call, options, [...executeOptions, "from", "params", "definition", "wait"]);
  const more = moreInput(call, options);
  const timeoutMs = options.timeout === undefined ? undefined : secondsOf(call, options.timeout);
  const context = checkContext(given);
  const id = "run" in given ? given.run : (options.runId ?? context.info?.runId);
  return await calls.use(async (engine) => {
    const stored = id === undefined ? undefined : await find(engine, calls, id);
    const rerunning: Rerunning = { calls, engine, options, more, timeoutMs };
    if (stored !== undefined) return await again(rerunning, stored, context.info?.generation);
    if ("run" in given) await engine.handle(given.run).status();
    return await anew(rerunning, context);
  });
}

interface Rerunning {
  readonly calls: DefinitionCalls;
  readonly engine: Stepwell;
  readonly options: RerunOptions;
  readonly more: Partial<RunInput>;
  readonly timeoutMs: number | undefined;
}

/** The run, if it is there and one of this workflow. */
async function find(engine: Stepwell, calls: DefinitionCalls, id: string): Promise<RunHandle<unknown> | undefined> {
  const handle = engine.handle(id);
  try {
    const { workflow, input } = await handle.status();
    const { name } = calls.definition;
    if (workflow === name && (input as Partial<RunInput>).definition !== undefined) return handle;
    throw refuse(id, `is one of workflow "${workflow}", not of "${name}"`);
  } catch (error) {
    if (isFailure(error, "unknown-run")) return undefined;
    throw error;
  }
}

/** @param generation that the context is of: a later one has been begun by another rerun of it */
async function again(
  rerunning: Rerunning,
  handle: RunHandle<unknown>,
  generation: number | undefined,
): Promise<WorkflowResult> {
  const { calls, engine, options, timeoutMs } = rerunning;
  const standing = await standingOf(handle, calls.boards);
  const { details } = standing;
  const begunAnew = generation !== undefined && details.generation > generation;
  if (begunAnew || (!isFinished(details.status) && options.from === undefined))
    return await follow(rerunning, handle.id);
  if (!isFinished(details.status)) throw refuse(handle.id, `is still ${details.status}`);
  const input = await nextInput(rerunning, standing);
  if (input === undefined) return standing.result;
  try {
    const next = await engine.start(calls.workflow, calls.made(input) as never, {
      id: handle.id,
      onExisting: "restart",
      instead: details.generation,
      tags: details.tags,
      inputBytes: keptBytes,
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    return await endOrNow(rerunning, next);
  } catch (error) {
    // Another rerun was faster: this one is of the same run, and there is one result.
    if (isFailure(error, "run-exists")) return await follow(rerunning, handle.id);
    throw error;
  }
}

/** Waits for a run that others have begun, and executes it here if nobody does. */
async function follow(rerunning: Rerunning, id: string): Promise<WorkflowResult> {
  const handle = rerunning.engine.handle(id);
  const { status } = await handle.status();
  if (!isFinished(status) && status !== "paused" && status !== "blocked") await handle.resume();
  return await endOrNow(rerunning, handle);
}

async function endOrNow({ calls, options }: Rerunning, handle: RunHandle<unknown>): Promise<WorkflowResult> {
  if (options.wait === false) return (await standingOf(handle, calls.boards)).result;
  return await endOf(calls, handle, options.signal);
}

/** Undefined when there is nothing to do. */
async function nextInput(
  { calls, engine, options, more }: Rerunning,
  { details, board, result }: Standing,
): Promise<RunInput | undefined> {
  const before = details.input as RunInput;
  const definition = options.definition === "current" ? calls.definition : before.definition;
  const params =
    options.params === undefined ? before.params : await calls.parameterize({ ...before.params, ...options.params });
  const { jobs: records } = result.context;
  const from = options.from === undefined ? undefined : rerunFrom(options.from, definition, records);
  const workspace = (job: string, leg: string) => board?.workspace(job, leg);
  const { again: jobs, kept, keptParts } = rerunPlan(definition, { records, from, workspace });
  if (jobs.length === 0 && result.status !== "FAILED" && result.status !== "CANCEL") return undefined;
  // As any run, it takes variables as they are when it begins.
  const { vars = {} } = await calls.input(engine, params);
  const keptWorkspaces = board?.workspaces ?? {};
  return { ...before, ...more, definition, params, vars, kept, keptParts, keptWorkspaces };
}

/** From a context alone: a new run that keeps what the context says. */
async function anew(rerunning: Rerunning, context: RerunContext): Promise<WorkflowResult> {
  const { calls, engine, options, more, timeoutMs } = rerunning;
  const { definition } = calls;
  const records = recordsOf(calls, context);
  const params = await calls.parameterize({ ...shown(calls, context), ...options.params });
  const from = options.from === undefined ? undefined : rerunFrom(options.from, definition, records);
  const { kept, keptParts } = rerunPlan(definition, { records, from, workspace: () => undefined });
  const id = options.runId ?? context.info?.runId;
  const input = await calls.input(engine, params, { ...more, kept, keptParts });
  const handle = await engine.start(calls.workflow, input as never, {
    tags: tagsOf(calls, options),
    inputBytes: keptBytes,
    ...(id === undefined ? {} : { id }),
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
  return await endOrNow(rerunning, handle);
}

/** What was a secret has to be given again: contexts show none. */
function shown({ definition }: DefinitionCalls, { params = {} }: RerunContext): Values {
  const secret = new Set(definition.params.filter(({ type }) => type === "secret").map(({ name }) => name));
  return Object.fromEntries(Object.entries(params).filter(([name, value]) => !(secret.has(name) && value === "***")));
}

function recordsOf({ definition }: DefinitionCalls, { jobs = {} }: RerunContext): Record<string, JobRecord> {
  const ids = new Set(definition.jobs.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(jobs).map(([id, record]) => {
      if (ids.has(id)) return [id, keptRecord(id, record)];
      const problem = `is no job of workflow "${definition.name}"; its jobs are: ${[...ids].join(", ")}`;
      throw new WorkflowError(declarativeFailure("context-invalid", { path: `jobs.${id}`, problem }));
    }),
  );
}

function checkContext(given: Rerunnable): RerunContext {
  const problem = "is no map; give the context of a result, or { run: id }";
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new WorkflowError(declarativeFailure("context-invalid", { path: "all", problem }));
  if ("run" in given) return {};
  for (const key of ["params", "info", "jobs"] as const)
    if (given[key] !== undefined && (typeof given[key] !== "object" || given[key] === null))
      throw new WorkflowError(declarativeFailure("context-invalid", { path: key, problem: "is no map" }));
  return given;
}

function refuse(run: string, problem: string): WorkflowError {
  return new WorkflowError(declarativeFailure("not-rerunnable", { run, problem }));
}
