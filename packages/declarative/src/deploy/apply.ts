/** Brings what is deployed to what files say. */
import type { Definition } from "../definition/definition.ts";
import { hashOf } from "../definition/hash.ts";
import { type Difference, differencesOf } from "../plan/differences.ts";
import { movedTasks } from "../plan/moved-tasks.ts";
import type { Deployment, Deployments } from "./deployments.ts";

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
      /** Tasks that are something else than when it was deployed. */
      readonly movedTasks: readonly string[];
    }
  /** "none": it is as the files say. "remove": they do not have it. "keep": the same, and it is not to be removed. */
  | { readonly action: "none" | "remove" | "keep"; readonly name: string; readonly version: number };

export interface DeployOptions {
  /** What the files do not have is removed. Default: it is kept. */
  readonly prune?: boolean;
  /** What the tasks of a definition are now, `path/name@tag` → hash. Default: they are not looked at. */
  readonly tasksOf?: (definition: Definition) => Readonly<Record<string, string>>;
}

/**
 * What is to change, in the order of names; nothing is changed by this.
 * @param definitions all that the files have
 */
export async function deployChanges(
  definitions: readonly Definition[],
  deployments: DeployedView,
  { prune = false, tasksOf = () => ({}) }: DeployOptions = {},
): Promise<DeployChange[]> {
  const wanted = new Map(definitions.map((definition) => [definition.name, definition]));
  const names = [...new Set([...wanted.keys(), ...(await deployments.names())])].sort();
  const changes: DeployChange[] = [];
  for (const name of names) {
    const [definition, head] = [wanted.get(name), await deployments.find(name)];
    if (definition !== undefined)
      changes.push(await changeOf(definition, { head, deployments, tasks: tasksOf(definition) }));
    else if (head !== undefined) changes.push({ action: prune ? "remove" : "keep", name, version: head.version });
  }
  return changes;
}

interface Known {
  readonly head: Deployment | undefined;
  readonly deployments: DeployedView;
  readonly tasks: Readonly<Record<string, string>>;
}

async function changeOf(definition: Definition, { head, deployments, tasks }: Known): Promise<DeployChange> {
  const { name } = definition;
  const version = (head?.version ?? 0) + 1;
  const before = head && (await deployments.content(head.hash));
  if (head === undefined || before === undefined)
    return { action: "create", name, definition, version, differences: [], movedTasks: [] };
  const moved = movedTasks(head.tasks, tasks);
  if (head.hash === hashOf(definition) && moved.length === 0) return { action: "none", name, version: head.version };
  const differences = differencesOf(before, definition);
  return { action: "update", name, definition, version, differences, movedTasks: moved };
}

export interface ApplyOptions extends Pick<DeployOptions, "tasksOf"> {
  readonly now: Date;
  /** Where a definition came from, as people know it. */
  readonly fileOf: (definition: Definition) => string;
}

/**
 * Does what `deployChanges` found; doing it again changes nothing. New things come first, and what goes is removed last.
 * @returns what was done: a version is another one where somebody else has deployed the name meanwhile
 */
export async function applyChanges(
  changes: readonly DeployChange[],
  deployments: Deployments,
  { now, fileOf, tasksOf = () => ({}) }: ApplyOptions,
): Promise<DeployChange[]> {
  const done: DeployChange[] = [];
  for (const change of changes) {
    if (change.action === "create" || change.action === "update") {
      const { definition } = change;
      const options = { now, file: fileOf(definition), tasks: tasksOf(definition) };
      done.push({ ...change, version: (await deployments.put(definition, options)).version });
    } else done.push(change);
  }
  for (const { action, name } of changes) if (action === "remove") await deployments.remove(name);
  return done;
}
