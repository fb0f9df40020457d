/**
 * Releases: a workflow executed for a time.
 *
 * 1. The minute is the identity: a normal release is the run `NAME@MINUTE`, so the store decides which of two is first.
 * 2. One that has succeeded is not executed again, one that has failed is, as its next generation.
 * 3. A time to come is a timer on disk: the run is there from the call on.
 */
import { isFailure, isFinished, type RunHandle, type Stepwell } from "@stepwell/core";
import { WorkflowError } from "../diagnosis/workflow-error.ts";
import { declarativeFailure } from "../errors.ts";
import type { Values } from "../interpret/records.ts";
import type { ReleaseInput, RunInput } from "../interpret/run-input.ts";
import type { DefinitionCalls } from "./calls.ts";
import { endOf } from "./execute.ts";
import { notExecuted } from "./not-executed.ts";
import { releaseId } from "./release-id.ts";
import { type CheckedRelease, checkRelease, type ReleaseOptions } from "./release-options.ts";
import { standingOf, type WorkflowResult } from "./workflow-result.ts";

/** Writes a release down, and waits for its end unless `wait` is false. @throws what Workflow.release throws */
export async function releaseDefinition(
  calls: DefinitionCalls,
  { date, params }: { readonly date: Date; readonly params: unknown },
  options: ReleaseOptions,
): Promise<WorkflowResult> {
  const checked = checkRelease(calls, date, options);
  const { type, minute } = checked;
  const resolved = await calls.parameterize(params);
  const { excluded } = checked;
  if (type === "dryrun")
    return notExecuted(calls, { params: resolved, excluded, reason: "a dry run executes nothing", minute });
  return await calls.use(async (engine) => {
    const about = aboutOf(calls, checked, options);
    const input = await calls.input(engine, resolved, {
      ...checked.more,
      release: about,
      ...activeTime(calls),
      ...(Object.keys(excluded).length === 0 ? {} : { kept: excluded }),
      ...(checked.audit === undefined ? {} : { audit: checked.audit }),
    });
    const releasing: Releasing = { calls, engine, input, checked, options };
    const found = await start(releasing);
    if (found.done) return alreadyReleased(await standing(calls, found.handle), minute);
    if (options.wait === false) return await standing(calls, found.handle);
    return await endOf(calls, found.handle, options.signal);
  });
}

interface Releasing {
  readonly calls: DefinitionCalls;
  readonly engine: Stepwell;
  readonly input: RunInput;
  readonly checked: CheckedRelease;
  readonly options: ReleaseOptions;
}

/** Releases have less time than other runs, unless somebody says otherwise. */
const releaseMs = 600_000;

function activeTime({ settings }: DefinitionCalls): Partial<RunInput> {
  return settings.origin("timeout").layer === "default" ? { activeMs: releaseMs } : {};
}

function aboutOf({ definition, triggers }: DefinitionCalls, { type, minute }: CheckedRelease, options: ReleaseOptions) {
  const about: ReleaseInput = {
    type,
    logical_date: minute.toISOString(),
    previous: triggers.previous(minute)?.toISOString() ?? null,
    run_id: options.runId ?? (type === "event" ? "" : releaseId(definition.name, minute)),
  };
  return about;
}

interface Found {
  readonly handle: RunHandle<unknown>;
  /** It has succeeded before, and is not executed again. */
  readonly done: boolean;
}

async function start(releasing: Releasing): Promise<Found> {
  const { calls, engine, checked, options } = releasing;
  const { type, minute } = checked;
  if (type === "event") return { handle: await begin(releasing, options.runId, {}), done: false };
  const id = releaseId(calls.definition.name, minute);
  for (;;) {
    try {
      return { handle: await begin(releasing, id, { onExisting: "reject" }), done: false };
    } catch (error) {
      if (!isFailure(error, "run-exists")) throw error;
    }
    const handle = engine.handle(id);
    const { status, generation, input, workflow } = await handle.status();
    const isRelease = workflow === calls.definition.name && (input as Partial<RunInput>).release !== undefined;
    if (!isRelease)
      throw new WorkflowError(
        declarativeFailure("release-id-taken", { run: id, workflow, minute: minute.toISOString() }),
      );
    if (!isFinished(status)) return { handle: await adopted(handle, status), done: false };
    if (status === "completed" && type === "normal") return { handle, done: true };
    try {
      return { handle: await begin(releasing, id, { onExisting: "restart", instead: generation }), done: false };
    } catch (error) {
      // Another one has begun it anew: it is that one's turn, or its result is there already.
      if (!isFailure(error, "run-exists")) throw error;
    }
  }
}

type Policy = { readonly onExisting?: "reject" | "restart"; readonly instead?: number };

async function begin(
  { calls, engine, input, checked, options }: Releasing,
  id: string | undefined,
  policy: Policy,
): Promise<RunHandle<unknown>> {
  const { minute, timeoutMs } = checked;
  const { parentRunId, runId } = options;
  return await engine.start(calls.workflow, input as unknown as Values, {
    ...policy,
    ...(id === undefined ? {} : { id }),
    // Each name once: lists find a release by what its call has called it.
    tags: [
      ...new Set([
        ...calls.definition.tags,
        "release",
        ...(parentRunId === undefined ? [] : [`parent:${parentRunId}`]),
        ...(runId === undefined || runId === id ? [] : [`run:${runId}`]),
      ]),
    ],
    at: minute,
    ...(timeoutMs === undefined ? {} : { timeout: timeoutMs }),
  });
}

/** It is there, and goes on: here, if nobody else executes it. */
async function adopted(handle: RunHandle<unknown>, status: string): Promise<RunHandle<unknown>> {
  if (status !== "paused" && status !== "blocked") await handle.resume();
  return handle;
}

async function standing(calls: DefinitionCalls, handle: RunHandle<unknown>): Promise<WorkflowResult> {
  return (await standingOf(handle, calls.boards)).result;
}

/** Nothing was executed by this call; the context says what was by the one before. */
function alreadyReleased(result: WorkflowResult, minute: Date): WorkflowResult {
  const why = `released already at ${minute.toISOString()}: run ${result.runId}`;
  return { ...result, status: "SKIP", context: { ...result.context, status: "SKIP" }, why };
}
