/** Brings what is deployed to what files say. */
import type { Definition } from "../definition/definition.ts";
import { hashOf } from "../definition/hash.ts";
import { type Difference, differencesOf } from "../plan/differences.ts";
import type { Deployments } from "./deployments.ts";

/** What is read of what is deployed. */
export type DeployedView = Pick<Deployments, "names" | "find" | "content">;

/** What becomes of one name. */
export type DeployChange =
  | {
      readonly action: "create" | "update";
      readonly name: string;
      readonly definition: Definition;
      /** That it has then. */
      readonly version: number;
      /** Of an update. */
      readonly differences: readonly Difference[];
    }
  /** "none": it is as the files say. "remove": they do not have it. "keep": the same, and it is not to be removed. */
  | { readonly action: "none" | "remove" | "keep"; readonly name: string; readonly version: number };

/**
 * What is to change, in the order of names; nothing is changed by this.
 * @param definitions all that the files have
 * @param options.prune whether what they do not have is removed. Default: it is kept
 */
export async function deployChanges(
  definitions: readonly Definition[],
  deployments: DeployedView,
  { prune = false }: { readonly prune?: boolean } = {},
): Promise<DeployChange[]> {
  const wanted = new Map(definitions.map((definition) => [definition.name, definition]));
  const names = [...new Set([...wanted.keys(), ...(await deployments.names())])].sort();
  const changes: DeployChange[] = [];
  for (const name of names) {
    const [definition, head] = [wanted.get(name), await deployments.find(name)];
    const version = head?.version ?? 0;
    if (definition !== undefined) changes.push(await changeOf(definition, deployments, { version, hash: head?.hash }));
    else if (head !== undefined) changes.push({ action: prune ? "remove" : "keep", name, version });
  }
  return changes;
}

async function changeOf(
  definition: Definition,
  deployments: DeployedView,
  { version, hash }: { readonly version: number; readonly hash: string | undefined },
): Promise<DeployChange> {
  const { name } = definition;
  const before = hash === undefined ? undefined : await deployments.content(hash);
  if (before === undefined) return { action: "create", name, definition, version: version + 1, differences: [] };
  if (hash === hashOf(definition)) return { action: "none", name, version };
  const differences = differencesOf(before, definition);
  return { action: "update", name, definition, version: version + 1, differences };
}

/**
 * Does what `deployChanges` found; doing it again changes nothing. New things come first, and what goes is removed last.
 * @param options.fileOf where a definition came from, as people know it
 */
export async function applyChanges(
  changes: readonly DeployChange[],
  deployments: Deployments,
  options: { readonly now: Date; readonly fileOf: (definition: Definition) => string },
): Promise<void> {
  for (const change of changes)
    if (change.action === "create" || change.action === "update")
      await deployments.put(change.definition, { now: options.now, file: options.fileOf(change.definition) });
  for (const { action, name } of changes) if (action === "remove") await deployments.remove(name);
}
