/** What `rerun` does: begins the next generation of a run, with what has succeeded, and executes it here. */
import type { RunView } from "@stepwell/core";
import { type Definition, type RunInput, rerunDefinition } from "@stepwell/declarative";
import { codeOf, modulesOfRuns } from "../code/code-of-runs.ts";
import { moduleLoader } from "../code/load-module.ts";
import type { LoadedModule } from "../code/loaded-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { openToLook } from "../open-engine.ts";
import { durationOf } from "../run-filter.ts";
import { findRun } from "../run-reference.ts";
import { executeOrLeave } from "./execute-or-leave.ts";
import { moduleCalls } from "./module-calls.ts";
import { sayNothingDone } from "./say-nothing-done.ts";

/** @returns the exit code */
export async function startRerun(call: CommandCall): Promise<number> {
  const { given } = call;
  const { run, stored, module } = await find(call);
  const current = given.flag("current");
  const definition = current ? await currentDefinition(call, run) : stored;
  const [from, timeout] = [given.text("from"), given.text("timeout")];
  return await executeOrLeave(call, codeOf([module]), async (engine) => {
    await module.ready?.(engine);
    const calls = moduleCalls(call, module, { definition, engine });
    const result = await rerunDefinition(
      calls,
      { run: run.id },
      {
        wait: false,
        definition: current ? "current" : "stored",
        ...(from === undefined ? {} : { from }),
        ...(timeout === undefined ? {} : { timeout: `${durationOf("--timeout", timeout)} ms` }),
      },
    );
    if (result.generation === run.generation && result.status !== "WAIT")
      return {
        code: sayNothingDone(call, { ...result, why: "all of it has succeeded: --from executes a part again" }),
      };
    return { run: { id: run.id, heading: { workflow: run.workflow, file: module.shown, begun: "retried" } } };
  });
}

interface Found {
  readonly run: RunView;
  readonly stored: Definition;
  readonly module: LoadedModule;
}

/** @throws not-a-definition-run, unknown-run-reference */
async function find(call: CommandCall): Promise<Found> {
  const engine = await openToLook(call);
  try {
    const run = await findRun(engine, call.given.args[0] ?? "", call.store);
    const { input } = await engine.handle(run.id).status();
    const stored = (input as Partial<RunInput> | undefined)?.definition;
    if (stored === undefined)
      throw commandFailure("not-a-definition-run", { what: `run "${run.id}"`, module: run.module });
    const modules = await modulesOfRuns([run], moduleLoader(call), undefined);
    return { run, stored, module: modules.get(run.id) as LoadedModule };
  } finally {
    await engine.close();
  }
}

/** As its file has it, or what is deployed. */
async function currentDefinition(call: CommandCall, { workflow, module }: RunView): Promise<Definition> {
  const { fileURLToPath } = await import("node:url");
  const loaded = module.startsWith("file:") ? await moduleLoader(call)(fileURLToPath(module)) : undefined;
  const definition = loaded?.definitions?.definition(workflow);
  if (definition === undefined) throw commandFailure("not-a-definition-run", { what: `"${workflow}"`, module });
  return definition;
}
