/** What the tasks of definitions are now: `uses: path/name@tag`. */
import { StepwellError } from "@stepwell/core";
import { type Definition, usedTasks } from "@stepwell/declarative";
import { tasksOf } from "./definition-module.ts";
import type { LoadingFrom } from "./loaded-module.ts";
import { extensionsOf } from "./plugins-of.ts";

export interface TaskStates {
  /** By name; those that cannot be looked at here are not there. */
  readonly hashes: ReadonlyMap<string, string>;
  /** Those that are not registered. */
  readonly unknown: ReadonlySet<string>;
}

export async function taskStates(definitions: readonly Definition[], from: LoadingFrom): Promise<TaskStates> {
  const registry = tasksOf(from, await extensionsOf(from));
  const hashes = new Map<string, string>();
  const unknown = new Set<string>();
  for (const name of new Set(definitions.flatMap(usedTasks))) {
    try {
      for (const { uses, hash } of await registry.pins([name])) hashes.set(uses, hash);
    } catch (error) {
      // What does not load says so where it is loaded; without Python, its tasks cannot be looked at.
      if (!(error instanceof StepwellError)) throw error;
      if (error.code === "task-unknown") unknown.add(name);
    }
  }
  return { hashes, unknown };
}

/** Those of one definition. */
export function hashesOf(definition: Definition, { hashes }: TaskStates): Record<string, string> {
  return Object.fromEntries(
    usedTasks(definition).flatMap((name) => {
      const hash = hashes.get(name);
      return hash === undefined ? [] : [[name, hash]];
    }),
  );
}
