/** Definitions by name, in a file or in a folder of files. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { nearestName } from "@stepwell/core/text";
import type { Definition } from "../definition/definition.ts";
import { DefinitionInvalid } from "../diagnosis/definition-invalid.ts";
import { declarativeFailure } from "../errors.ts";
import { type Loaded, loadPath } from "../load/load.ts";
import { namesOf, unknownWorkflows } from "../load/starts.ts";
import type { CallSettings } from "./call-settings.ts";
import { WorkflowNotFound } from "./workflow-errors.ts";

export interface Found {
  readonly definition: Definition;
  /** All that can be used, this one among them. */
  readonly definitions: readonly Definition[];
  /** Path of the file that it stands in. */
  readonly file: string;
  /** Of that file. */
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** Default of `path`: the setting conf-path. @throws WorkflowNotFound, DefinitionInvalid */
export async function findDefinition(name: string, path: string | undefined, calls: CallSettings): Promise<Found> {
  const { loaded, shown } = await load(path, calls);
  const definition = loaded?.definitions.find((each) => each.name === name);
  if (loaded === undefined || definition === undefined) {
    if (loaded !== undefined && loaded.problems.length > 0) throw new DefinitionInvalid(shown, loaded.problems);
    const known = (loaded?.definitions ?? []).map((each) => each.name).sort();
    const facts = { name, path: shown, known, nearest: nearestName(name, known) };
    throw new WorkflowNotFound(declarativeFailure("workflow-not-found", facts));
  }
  // Others of the folder may be broken: what this one starts may not be unknown.
  const { problems } = unknownWorkflows([namesOf(definition)], loaded.names, "files");
  if (problems.length > 0) throw new DefinitionInvalid(shown, problems);
  const file = resolve(calls.folder, definition.at.replace(/:\d+$/, ""));
  const { birthtime, mtime } = await stat(file);
  return { definition, definitions: loaded.definitions, file, createdAt: birthtime, updatedAt: mtime };
}

/** Names of all definitions that can be used, sorted. @throws DefinitionInvalid when there are none but broken ones */
export async function definitionNames(path: string | undefined, calls: CallSettings): Promise<readonly string[]> {
  const { loaded, shown } = await load(path, calls);
  if (loaded === undefined) return [];
  if (loaded.definitions.length === 0 && loaded.problems.length > 0)
    throw new DefinitionInvalid(shown, loaded.problems);
  return loaded.definitions.map(({ name }) => name).sort();
}

/** Undefined: there is no such file or folder. */
async function load(
  given: string | undefined,
  { settings, folder, extensions }: CallSettings,
): Promise<{ loaded: Loaded | undefined; shown: string }> {
  const shown = given ?? settings.get("conf-path");
  const path = resolve(folder, shown);
  const isThere = await stat(path).then(
    () => true,
    () => false,
  );
  const shell = settings.get("run.shell");
  const options = { ...extensions.loading, ...(shell === undefined ? {} : { shell }) };
  return { loaded: isThere ? await loadPath(path, options) : undefined, shown };
}
