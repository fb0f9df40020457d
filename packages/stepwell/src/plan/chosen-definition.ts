/** The definition that `file[#name]`, or the name of a deployed one, means: for commands that run nothing. */
import { existsSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { nearestName } from "@stepwell/core/text";
import type { Definition, Problem } from "@stepwell/declarative";
import { isDefinitionFile } from "../code/definition-files.ts";
import { checkedFile } from "../code/definition-module.ts";
import { deployedUnder } from "../code/definition-world.ts";
import { splitTarget } from "../code/find-workflow.ts";
import { looksLikeFile, nearestFile } from "../code/load-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { shownPath } from "../source-place.ts";

export interface Chosen {
  readonly definition: Definition;
  /** Of the same file. */
  readonly all: readonly Definition[];
  readonly warnings: readonly Problem[];
}

/** @throws unknown-target, no-such-file, wrong-use, definition-invalid, several-workflows, unknown-workflow-in-module */
export async function chosenDefinition(call: CommandCall, command: string): Promise<Chosen> {
  const { folder } = call.environment;
  const { path, name } = splitTarget(call.given.args[0] ?? "", folder);
  const file = resolve(folder, path);
  if (!looksLikeFile(path, folder)) return await deployedDefinition(path, call);
  if (!existsSync(file))
    throw commandFailure("no-such-file", { file: shownPath(file, folder), nearest: nearestFile(file, folder) });
  if (!isDefinitionFile(file)) {
    const problem = `${path} is no file of definitions (.yml, .yaml, .json)`;
    throw commandFailure("wrong-use", { command, problem });
  }
  const { definitions: all, shown, warnings } = await checkedFile(file, call);
  const names = all.map((one) => one.name);
  const [only] = all;
  if (only === undefined) throw commandFailure("no-workflow-in-module", { file: shown, exports: [] });
  if (name === undefined && all.length > 1) throw commandFailure("several-workflows", { file: shown, names, command });
  const definition = name === undefined ? only : all.find((one) => one.name === name);
  if (definition === undefined)
    throw commandFailure("unknown-workflow-in-module", {
      file: shown,
      name: name ?? "",
      names,
      nearest: nearestName(name ?? "", names),
    });
  return { definition, all, warnings };
}

/** @throws unknown-target, key-missing, decryption-failed */
export async function deployedDefinition(name: string, call: CommandCall): Promise<Chosen> {
  const { found, names } = await deployedUnder(name, call);
  if (found !== undefined) return { definition: found.definition, all: [], warnings: [] };
  const words = [...names, ...pathsIn(call.environment.folder)];
  throw commandFailure("unknown-target", { target: name, store: call.store, nearest: nearestName(name, words) });
}

/** Files of definitions, and folders that may hold some. */
function pathsIn(folder: string): string[] {
  const found = readdirSync(folder, { withFileTypes: true });
  return found.filter((one) => one.isDirectory() || isDefinitionFile(one.name)).map(({ name }) => name);
}
