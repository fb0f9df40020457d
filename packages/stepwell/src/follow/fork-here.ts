/** What `fork` does: finds the run and its code, makes the fork, and executes it here. */
import { type ForkOptions, nodeHost, type RunView, type Stepwell } from "@stepwell/core";
import { codeOf, modulesOfRuns } from "../code/code-of-runs.ts";
import { moduleLoader } from "../code/load-module.ts";
import type { LoadedModule } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { readInput } from "../input.ts";
import { openToLook, openToWork } from "../open-engine.ts";
import { durationOf } from "../run-filter.ts";
import { printOutcome } from "../run-outcome.ts";
import { findRun } from "../run-reference.ts";
import { executeRuns } from "./execute-runs.ts";
import { listenForInterruption } from "./interruption.ts";
import { lastPosition } from "./recorded.ts";

/** @returns the exit code */
export async function forkHere(call: CommandCall): Promise<number> {
  const { given } = call;
  const wait = given.text("wait");
  const waitMs = wait === undefined ? undefined : durationOf("--wait", wait);
  const options = await optionsOf(call);
  const { run, module } = await find(call);
  if (module === undefined) {
    const engine = await openToLook(call);
    const id = await makeFork(engine, run, options).finally(() => engine.close());
    await printOutcome(call, [id]);
    return exitCodes.completed;
  }
  const interruption = listenForInterruption(call.environment);
  let notice = (_text: string): void => {};
  const engine = await openToWork(call, codeOf([module]), (text) => notice(text));
  let id: string;
  try {
    id = await makeFork(engine, run, options);
  } catch (error) {
    interruption.stop();
    await engine.close();
    throw error;
  }
  const heading = { workflow: run.workflow, file: module.shown, begun: "forked" as const };
  return await executeRuns({
    call,
    host: nodeHost(),
    engine,
    runs: [{ id, heading, recordedUpTo: await lastPosition(engine.handle(id)) }],
    waitMs,
    interruption,
    onNotice: (to) => {
      notice = to;
    },
  });
}

async function makeFork(engine: Stepwell, run: RunView, options: ForkOptions): Promise<string> {
  return (await engine.handle(run.id).fork(options)).id;
}

/** No module where nothing is to be executed here. */
async function find(call: CommandCall): Promise<{ run: RunView; module: LoadedModule | undefined }> {
  const { given, store } = call;
  const engine = await openToLook(call);
  try {
    const run = await findRun(engine, given.args[0] ?? "", store);
    if (given.flag("detach")) return { run, module: undefined };
    const modules = await modulesOfRuns([run], moduleLoader(call), given.text("file"));
    return { run, module: modules.get(run.id) };
  } finally {
    await engine.close();
  }
}

async function optionsOf(call: CommandCall): Promise<ForkOptions> {
  const [at, id] = [call.given.text("at"), call.given.text("id")];
  const input = await readInput(call);
  return {
    ...(at === undefined ? {} : { at: /^-?\d+$/.test(at) ? Number(at) : at }),
    ...(id === undefined ? {} : { id }),
    ...(input === undefined ? {} : { input }),
  };
}
