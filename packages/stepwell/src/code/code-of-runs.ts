/** Finds the code of runs that exist: each run's row names the module that defined its workflow. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RunView } from "@stepwell/core";
import { commandFailure } from "../errors.ts";
import { isDefinitionUrl } from "./definition-files.ts";
import type { DefinitionsOfRuns } from "./definitions-of-runs.ts";
import { workflowOf } from "./find-workflow.ts";
import type { ModuleLoader } from "./load-module.ts";
import type { Code, LoadedModule } from "./loaded-module.ts";

export function codeOf(modules: Iterable<LoadedModule>): Code {
  const all = [...modules];
  return {
    workflows: [...new Set(all.flatMap(({ workflows }) => [...workflows.values()]))],
    tasks: [...new Set(all.flatMap(({ tasks }) => [...tasks.values()]))],
  };
}

export type RunWithCode = Pick<RunView, "id" | "workflow" | "module">;

/** In one engine a name stands for one workflow. @throws two-sources */
export function checkSources(
  runs: readonly RunWithCode[],
  { modules, verb }: { readonly modules: ReadonlyMap<string, LoadedModule>; readonly verb: string },
): void {
  const found = new Map<string, Map<LoadedModule, string>>();
  for (const { id, workflow } of runs) {
    const module = modules.get(id);
    if (module === undefined) continue;
    const sources = found.get(workflow) ?? new Map<LoadedModule, string>();
    found.set(workflow, sources);
    if (!sources.has(module)) sources.set(module, id);
    if (sources.size === 1) continue;
    const of = [...sources.keys()].map((one) => one.shown);
    throw commandFailure("two-sources", { workflow, runs: [...sources.values()], sources: of, verb });
  }
}

/**
 * @param file instead of what the rows say
 * @throws code-gone, unknown-workflow-in-module, module-not-loadable
 */
export async function modulesOfRuns(
  runs: readonly RunWithCode[],
  load: ModuleLoader,
  file: string | undefined,
): Promise<ReadonlyMap<string, LoadedModule>> {
  const modules = new Map<string, LoadedModule>();
  let definitions: DefinitionsOfRuns | undefined;
  for (const run of runs) {
    if (file === undefined && isDefinitionUrl(run.module)) {
      definitions ??= new (await import("./definitions-of-runs.ts")).DefinitionsOfRuns(load.from);
      modules.set(run.id, await definitions.module(run));
      continue;
    }
    const module = await load(file ?? pathOf(run));
    workflowOf(module, run.workflow);
    modules.set(run.id, module);
  }
  return modules;
}

function pathOf({ id, workflow, module }: RunWithCode): string {
  const path = module.startsWith("file:") ? fileURLToPath(module) : "";
  if (path === "" || !existsSync(path)) throw commandFailure("code-gone", { run: id, workflow, file: path || module });
  return path;
}
