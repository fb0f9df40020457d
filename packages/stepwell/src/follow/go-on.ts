/** What `resume` and `retry` do: find the runs and their code, make the runs pending, and execute them here. */
import {
  failure,
  isFinished,
  nodeHost,
  type RetryRunOptions,
  type RunHandle,
  type RunView,
  type Stepwell,
} from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { checkSources, codeOf, modulesOfRuns } from "../code/code-of-runs.ts";
import { moduleLoader } from "../code/load-module.ts";
import type { LoadedModule } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { openToCheck, openToLook } from "../open-engine.ts";
import { printOutcome } from "../run-outcome.ts";
import { selectRuns } from "../run-selection.ts";
import { executeHere, waitOf } from "./execute-here.ts";
import type { RunToExecute } from "./execute-runs.ts";
import { entriesOf, lastPosition } from "./recorded.ts";

type Verb = "resume" | "retry";
type From = NonNullable<RetryRunOptions["from"]>;

/** @returns the exit code */
export async function goOn(call: CommandCall, verb: Verb): Promise<number> {
  const waitMs = waitOf(call);
  const prepared = await prepare(call, { verb, now: nodeHost().now() });
  if (prepared === undefined) return exitCodes.completed;
  const { runs, modules } = prepared;
  if (call.given.flag("detach") || runs.length === 0) {
    await printOutcome(
      call,
      runs.map(({ id }) => id),
    );
    return exitCodes.completed;
  }
  // Whoever resumes a run in an engine makes it that engine's to execute.
  const begin = async (engine: Stepwell) => {
    for (const run of runs) await engine.handle(run.id).resume();
    return { runs };
  };
  return await executeHere(call, { code: codeOf(modules), waitMs, begin });
}

interface Prepared {
  readonly runs: readonly RunToExecute[];
  readonly modules: readonly LoadedModule[];
}

/** Undefined after a dry run. Nothing is changed before all runs and their code were found. */
async function prepare(call: CommandCall, { verb, now }: { verb: Verb; now: number }): Promise<Prepared | undefined> {
  const engine = await openToLook(call);
  try {
    const suits = verb === "retry" ? isRetryable : (run: RunView) => !isFinished(run.status);
    const found = await selectRuns(engine, call, { command: verb, now, suits });
    if (found === undefined) return undefined;
    const from = verb === "retry" ? whereFrom(call.given.text("from")) : undefined;
    if (verb === "retry") for (const run of found) checkRetryable(run);
    if (from === "failure") for (const run of found) await checkNotUndone(engine.handle(run.id));
    // What is over needs no code: its outcome is shown again.
    const needed = found.filter((run) => verb === "retry" || !isFinished(run.status));
    const file = call.given.text("file");
    const modules = call.given.flag("detach")
      ? new Map<string, LoadedModule>()
      : await modulesOfRuns(needed, moduleLoader(call), file);
    checkSources(needed, { modules, verb });
    const anyBuild = call.given.flag("anyBuild");
    if (modules.size > 0 && !anyBuild) await checkBuilds(call, needed, { verb, modules });
    const runs: RunToExecute[] = [];
    for (const run of found)
      runs.push(await makeReady(engine, run, { verb, from, anyBuild, file: modules.get(run.id)?.shown ?? "" }));
    return { runs, modules: [...new Set(modules.values())] };
  } finally {
    await engine.close();
  }
}

interface Ready {
  readonly verb: Verb;
  /** Of a retry. */
  readonly from: From | undefined;
  readonly anyBuild: boolean;
  readonly file: string;
}

async function makeReady(engine: Stepwell, run: RunView, { verb, from, anyBuild, file }: Ready): Promise<RunToExecute> {
  const handle = engine.handle(run.id);
  const build = anyBuild ? { build: "any" as const } : {};
  if (from !== undefined) await handle.retry({ from, ...build });
  else if (run.status === "paused" || run.status === "blocked" || (anyBuild && !isFinished(run.status)))
    await handle.resume(build);
  const begun = verb === "retry" ? "retried" : isFinished(run.status) ? "over" : "resumed";
  return { id: run.id, heading: { workflow: run.workflow, file, begun }, recordedUpTo: await lastPosition(handle) };
}

interface CodeHere {
  readonly verb: Verb;
  readonly modules: ReadonlyMap<string, LoadedModule>;
}

/** What is pinned to another build would wait here for ever, if nobody else has it. */
async function checkBuilds(call: CommandCall, runs: readonly RunView[], { verb, modules }: CodeHere): Promise<void> {
  const pinned = runs.filter(({ build }) => build !== undefined);
  if (pinned.length === 0 || call.given.text("from") === "start") return;
  const engine = await openToCheck(call, codeOf(new Set(modules.values())));
  await engine.close();
  for (const { id, build = "" } of pinned)
    if (build !== engine.build) throw commandFailure("other-build", { run: id, build, here: engine.build, verb });
}

function whereFrom(text: string | undefined): From {
  if (text === undefined || text === "failure" || text === "start") return text ?? "failure";
  const nearby = nearestName(text, ["failure", "start"]);
  const problem = "is neither failure nor start";
  throw commandFailure("wrong-flag-value", { flag: "--from", value: text, problem, nearest: nearby });
}

async function checkNotUndone(handle: RunHandle): Promise<void> {
  for await (const entry of entriesOf(handle))
    if (entry.kind === "undo") throw failure("already-compensated", { id: handle.id });
}

function isRetryable(run: RunView): boolean {
  return isFinished(run.status) && run.status !== "completed";
}

function checkRetryable(run: RunView): void {
  if (!isRetryable(run)) throw commandFailure("not-retryable", { run: run.id, status: run.status });
}
