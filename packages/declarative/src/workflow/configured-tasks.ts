/** The tasks that `uses: path/name@tag` may name by the settings of a process. */
import { resolve } from "node:path";
import { type AnyTask, nodeHost } from "@stepwell/core";
import type { Settings } from "../config/index.ts";
import { TaskRegistry } from "../tasks/task-registry.ts";

/** Modules below the folders of the setting `tasks.path`, and what plugins have registered. */
export function configuredTasks(from: {
  readonly settings: Settings;
  /** Where relative paths begin. */
  readonly folder: string;
  /** For the processes of tasks. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** Those of plugins. Default: none. */
  readonly registered?: ReadonlyMap<string, AnyTask>;
}): TaskRegistry {
  const { settings, folder, inherited, registered = new Map() } = from;
  const roots = settings.get("tasks.path").map((path) => resolve(folder, path));
  return new TaskRegistry({ roots, registered, host: nodeHost(), inherited });
}
