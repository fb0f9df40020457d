/** Imports a user's file and takes the workflows and tasks that it exports. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type AnyTask, type AnyWorkflow, isTask, isWorkflow } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { commandFailure } from "../errors.ts";
import { shownPath } from "../source-place.ts";
import { isDefinitionFile } from "./definition-files.ts";
import type { LoadedModule, LoadingFrom } from "./loaded-module.ts";
import { loadingTrouble } from "./loading-place.ts";
import { resolveOwnNames } from "./own-names.ts";

const sourceExtensions: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

/** True for what is meant as a path rather than as the name of a workflow. */
export function looksLikeFile(target: string, folder: string): boolean {
  return (
    /[\\/]/.test(target) ||
    sourceExtensions.has(extname(target)) ||
    isDefinitionFile(target) ||
    existsSync(resolve(folder, target))
  );
}

/** Loads files relative to a folder, each once. */
export interface ModuleLoader {
  (path: string): Promise<LoadedModule>;
  readonly from: LoadingFrom;
}

/** Changes how this process resolves our own names: ask for one loader and keep it. */
export function moduleLoader(from: LoadingFrom): ModuleLoader {
  const { folder } = from.environment;
  resolveOwnNames();
  const loaded = new Map<string, Promise<LoadedModule>>();
  const load = (path: string): Promise<LoadedModule> => {
    const file = resolve(folder, path);
    const known = loaded.get(file) ?? loadModule(file, from);
    loaded.set(file, known);
    return known;
  };
  return Object.assign(load, { from });
}

/** @throws no-such-file, module-not-loadable */
async function loadModule(file: string, from: LoadingFrom): Promise<LoadedModule> {
  const { folder } = from.environment;
  const shown = shownPath(file, folder);
  const status = statSync(file, { throwIfNoEntry: false });
  if (status?.isDirectory()) throw commandFailure("no-such-file", { file: shown, nearest: "", isFolder: true });
  if (!status?.isFile())
    throw commandFailure("no-such-file", { file: shown, nearest: status ? "" : nearestFile(file, folder) });
  if (isDefinitionFile(file)) return await (await import("./definition-module.ts")).loadDefinitions(file, from);
  const found = await importModule(file, shown);
  const workflows = new Map<string, AnyWorkflow>();
  const tasks = new Map<string, AnyTask>();
  for (const [name, value] of Object.entries(found)) {
    if (isWorkflow(value) && ![...workflows.values()].includes(value)) workflows.set(name, value);
    if (isTask(value) && ![...tasks.values()].includes(value)) tasks.set(name, value);
  }
  return { file, shown, workflows, tasks, exports: Object.keys(found) };
}

async function importModule(file: string, shown: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    const trouble = loadingTrouble(error, file);
    throw commandFailure("module-not-loadable", { shown, ...trouble }, error);
  }
}

export function nearestFile(file: string, folder: string): string {
  try {
    const names = readdirSync(dirname(file)).filter(
      (name) => sourceExtensions.has(extname(name)) || isDefinitionFile(name),
    );
    const found = nearestName(basename(file), names);
    return found === "" ? "" : shownPath(resolve(dirname(file), found), folder);
  } catch {
    return "";
  }
}
