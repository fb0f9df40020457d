/** What `fork` does: finds the run and its code, makes the fork, and executes it here. */
import type { ForkOptions, RunView, Stepwell } from "@stepwell/core";
import { codeOf, modulesOfRuns } from "../code/code-of-runs.ts";
import { moduleLoader } from "../code/load-module.ts";
import type { LoadedModule } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { readInput } from "../input.ts";
import { openToLook } from "../open-engine.ts";
import { printOutcome } from "../run-outcome.ts";
import { findRun } from "../run-reference.ts";
import { type Begun, executeHere, waitOf } from "./execute-here.ts";
import { lastPosition } from "./recorded.ts";

/** @returns the exit code */
export async function forkHere(call: CommandCall): Promise<number> {
  const waitMs = waitOf(call);
  const options = await optionsOf(call);
  const { run, module } = await find(call);
  if (module === undefined) {
    const engine = await openToLook(call);
    const id = await makeFork(engine, run, options).finally(() => engine.close());
    await printOutcome(call, [id]);
    return exitCodes.completed;
  }
  const begin = async (engine: Stepwell): Promise<Begun> => {
    const id = await makeFork(engine, run, options);
    const heading = { workflow: run.workflow, file: module.shown, begun: "forked" } as const;
    return { runs: [{ id, heading, recordedUpTo: await lastPosition(engine.handle(id)) }] };
  };
  return await executeHere(call, { code: codeOf([module]), waitMs, begin });
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
