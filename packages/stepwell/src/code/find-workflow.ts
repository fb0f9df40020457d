/**
 * What `run` is to run: a file, a file and a name, the name of a workflow that has run before or is deployed; or a task
 * by itself. Of one name, code comes first, then what is deployed, then a file of definitions.
 */
import { existsSync, readdirSync } from "node:fs";
import { extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type AnyTask, type AnyWorkflow, isTask } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { commandFailure } from "../errors.ts";
import { isDefinitionFile } from "./definition-files.ts";
import { looksLikeFile, type ModuleLoader } from "./load-module.ts";
import type { LoadedModule } from "./loaded-module.ts";

export interface FoundWorkflow {
  readonly module: LoadedModule;
  readonly workflow: Runnable;
}

/** A task is started as a run of one step. */
export type Runnable = AnyWorkflow | AnyTask;

export interface FindingParts {
  readonly folder: string;
  readonly load: ModuleLoader;
  /** Workflows that have run, newest first, with the URL of their module; asked only for a name. */
  readonly known: () => Promise<readonly { readonly workflow: string; readonly module: string }[]>;
  /** What is deployed. */
  readonly deployed: {
    find(name: string): Promise<LoadedModule | undefined>;
    names(): Promise<readonly string[]>;
  };
  /** For messages. */
  readonly store: string;
}

/** @throws unknown-target, no-such-file, module-not-loadable, no-workflow-in-module, several-workflows, unknown-workflow-in-module */
export async function findWorkflow(target: string, parts: FindingParts): Promise<FoundWorkflow> {
  const { path, name } = splitTarget(target, parts.folder);
  if (looksLikeFile(path, parts.folder)) {
    const module = await parts.load(path);
    return { module, workflow: workflowOf(module, name) };
  }
  const known = await parts.known();
  const found = known.find(({ workflow, module }) => workflow === target && module.startsWith("file:"));
  const isCode = found !== undefined && !isDefinitionFile(found.module);
  const deployed = isCode ? undefined : await parts.deployed.find(target);
  if (deployed !== undefined) return { module: deployed, workflow: workflowOf(deployed, target) };
  if (found === undefined) {
    const names = [...known.map(({ workflow }) => workflow), ...(await parts.deployed.names())];
    const words = [...names, ...filesIn(parts.folder)];
    throw commandFailure("unknown-target", { target, store: parts.store, nearest: nearestName(target, words) });
  }
  const module = await parts.load(fileURLToPath(found.module));
  return { module, workflow: workflowOf(module, target) };
}

/** @param name of an export, a workflow or a task; undefined where there is only one workflow, or one task and none */
export function workflowOf(module: LoadedModule, name: string | undefined): Runnable {
  const { workflows, tasks, shown } = module;
  const [of, others] = workflows.size > 0 ? [workflows, tasks] : [tasks, workflows];
  const [only] = of.values();
  if (only === undefined) throw commandFailure("no-workflow-in-module", { file: shown, exports: module.exports });
  if (name === undefined) {
    if (of.size > 1) throw commandFailure("several-workflows", { file: shown, names: [...of.keys()] });
    return only;
  }
  const all: Runnable[] = [...workflows.values(), ...tasks.values()];
  const found = of.get(name) ?? others.get(name) ?? all.find((each) => nameOf(each) === name || ownName(each) === name);
  if (found !== undefined) return found;
  const names = [...new Set([...workflows.keys(), ...tasks.keys(), ...all.map(ownName)])];
  throw commandFailure("unknown-workflow-in-module", { file: shown, name, names, nearest: nearestName(name, names) });
}

/** The workflow that its runs are of. */
export function nameOf(runnable: Runnable): string {
  return isTask(runnable) ? `task:${runnable.taskName}` : runnable.name;
}

function ownName(runnable: Runnable): string {
  return isTask(runnable) ? runnable.taskName : runnable.name;
}

/** `orders.ts#checkout` is a file and a name, unless a file is called just so. */
export function splitTarget(target: string, folder: string): { path: string; name: string | undefined } {
  const mark = target.lastIndexOf("#");
  if (mark <= 0 || existsSync(resolve(folder, target))) return { path: target, name: undefined };
  return { path: target.slice(0, mark), name: target.slice(mark + 1) };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => [".ts", ".mts", ".js", ".mjs", ".yml", ".yaml"].includes(extname(name)));
}
