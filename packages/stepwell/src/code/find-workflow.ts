/** What `run` is to run: a file, a file and a name, or the name of a workflow that has run before. */
import { existsSync, readdirSync } from "node:fs";
import { extname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnyWorkflow } from "@stepwell/core";
import { commandFailure } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { type LoadedModule, looksLikeFile, type ModuleLoader } from "./load-module.ts";

export interface FoundWorkflow {
  readonly module: LoadedModule;
  readonly workflow: AnyWorkflow;
}

export interface FindingParts {
  readonly folder: string;
  readonly load: ModuleLoader;
  /** Workflows that have run, newest first, with the URL of their module; asked only for a name. */
  readonly known: () => Promise<readonly { readonly workflow: string; readonly module: string }[]>;
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
  if (found === undefined) {
    const words = [...known.map(({ workflow }) => workflow), ...filesIn(parts.folder)];
    throw commandFailure("unknown-target", { target, store: parts.store, nearest: nearest(target, words) });
  }
  const module = await parts.load(fileURLToPath(found.module));
  return { module, workflow: workflowOf(module, target) };
}

/** @param name of an export or of a workflow; undefined where there is only one */
export function workflowOf(module: LoadedModule, name: string | undefined): AnyWorkflow {
  const { workflows, shown } = module;
  const all = [...workflows.values()];
  const [only] = all;
  if (only === undefined) throw commandFailure("no-workflow-in-module", { file: shown, exports: module.exports });
  if (name === undefined) {
    if (all.length > 1) throw commandFailure("several-workflows", { file: shown, names: [...workflows.keys()] });
    return only;
  }
  const found = workflows.get(name) ?? all.find((workflow) => workflow.name === name);
  if (found !== undefined) return found;
  const names = [...new Set([...workflows.keys(), ...all.map((workflow) => workflow.name)])];
  throw commandFailure("unknown-workflow-in-module", { file: shown, name, names, nearest: nearest(name, names) });
}

/** `orders.ts#checkout` is a file and a name, unless a file is called just so. */
function splitTarget(target: string, folder: string): { path: string; name: string | undefined } {
  const mark = target.lastIndexOf("#");
  if (mark <= 0 || existsSync(resolve(folder, target))) return { path: target, name: undefined };
  return { path: target.slice(0, mark), name: target.slice(mark + 1) };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => [".ts", ".mts", ".js", ".mjs"].includes(extname(name)));
}
