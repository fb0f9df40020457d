/** Imports a user's file and takes the workflows and tasks that it exports. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type AnyTask, type AnyWorkflow, isTask, isWorkflow } from "@stepwell/core";
import { commandFailure } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { shownPath } from "../source-place.ts";
import { loadingTrouble } from "./loading-place.ts";
import { resolveOwnNames } from "./own-names.ts";

export interface LoadedModule {
  /** Absolute path. */
  readonly file: string;
  /** As messages name it. */
  readonly shown: string;
  /** Each once, by the name under which it is exported first. */
  readonly workflows: ReadonlyMap<string, AnyWorkflow>;
  readonly tasks: ReadonlyMap<string, AnyTask>;
  /** Names of everything that it exports. */
  readonly exports: readonly string[];
}

const sourceExtensions: ReadonlySet<string> = new Set([".ts", ".mts", ".cts", ".js", ".mjs", ".cjs"]);

/** True for what is meant as a path rather than as the name of a workflow. */
export function looksLikeFile(target: string, folder: string): boolean {
  return /[\\/]/.test(target) || sourceExtensions.has(extname(target)) || existsSync(resolve(folder, target));
}

/** Loads files relative to a folder, each once. */
export type ModuleLoader = (path: string) => Promise<LoadedModule>;

/** Changes how this process resolves our own names: ask for one loader and keep it. */
export function moduleLoader(folder: string): ModuleLoader {
  resolveOwnNames();
  const loaded = new Map<string, Promise<LoadedModule>>();
  return (path) => {
    const file = resolve(folder, path);
    const known = loaded.get(file) ?? loadModule(file, folder);
    loaded.set(file, known);
    return known;
  };
}

/** @throws no-such-file, module-not-loadable */
async function loadModule(file: string, folder: string): Promise<LoadedModule> {
  const shown = shownPath(file, folder);
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw commandFailure("no-such-file", { file: shown, nearest: nearestFile(file, folder) });
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

function nearestFile(file: string, folder: string): string | undefined {
  try {
    const names = readdirSync(dirname(file)).filter((name) => sourceExtensions.has(extname(name)));
    const found = nearest(basename(file), names);
    return found === undefined ? undefined : shownPath(resolve(dirname(file), found), folder);
  } catch {
    return undefined;
  }
}
