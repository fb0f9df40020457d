/** Executes one job of a definition by itself. */
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import type { JobRecord, ResultContext, Values } from "../interpret/records.ts";
import type { Status } from "../status.ts";
import type { DefinitionCalls } from "./calls.ts";
import { checkOptions, type ExecuteOptions, endOf, executeOptions, moreInput, secondsOf, tagsOf } from "./execute.ts";
import { keptRecord } from "./kept-jobs.ts";

/** What may be said of the execution of a job; all of it may be left out. */
export type ExecuteJobOptions = Omit<ExecuteOptions, "maxJobParallel">;

interface JobCall {
  readonly job: Job;
  readonly context: { readonly params?: Values; readonly jobs?: Readonly<Record<string, Partial<JobRecord>>> };
  readonly options: ExecuteJobOptions;
}

export async function executeJob(
  calls: DefinitionCalls,
  { job, context, options }: JobCall,
): Promise<readonly [Status, ResultContext]> {
  const call = "executeJob";
  checkOptions(
    call,
    options,
    executeOptions.filter((name) => name !== "maxJobParallel"),
  );
  const timeoutMs = options.timeout === undefined ? undefined : secondsOf(call, options.timeout);
  const more = moreInput(call, options);
  const { definition, kept } = alone(calls.definition, job, context.jobs ?? {});
  const params = await calls.parameterize(context.params ?? {});
  const result = await calls.use(async (engine) => {
    const input = await calls.input(engine, params, { ...more, definition, kept });
    const handle = await engine.start(calls.workflow, input as never, {
      tags: tagsOf(calls, options),
      ...(options.runId === undefined ? {} : { id: options.runId }),
      ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
    });
    return await endOf(calls, handle, options.signal);
  });
  return [result.context.jobs[job.id]?.status ?? result.status, result.context];
}

/** The definition with this job alone, and what the context has of those that it needs: it waits for no others. */
function alone(
  whole: Definition,
  job: Job,
  records: Readonly<Record<string, Partial<JobRecord>>>,
): { definition: Definition; kept: Readonly<Record<string, JobRecord>> } {
  const given = whole.jobs.filter(({ id }) => id !== job.id && Object.hasOwn(records, id));
  const needs = job.needs.filter((id) => given.some((each) => each.id === id));
  const { onFailure: _, finally: __, outputs: ___, ...rest } = whole;
  const before = given.map((each) => ({ ...each, needs: [] }));
  return {
    definition: { ...rest, jobs: [...before, { ...job, needs }] },
    kept: Object.fromEntries(given.map(({ id }) => [id, keptRecord(id, records[id])])),
  };
}
