/** The tasks that `uses: path/name@tag` may name by the settings of a process. */
import { resolve } from "node:path";
import { nodeHost } from "@stepwell/core";
import type { Settings } from "../config/index.ts";
import { TaskRegistry } from "../tasks/task-registry.ts";

/** Modules below the folders of the setting `tasks.path`. */
export function configuredTasks(from: {
  readonly settings: Settings;
  /** Where relative paths begin. */
  readonly folder: string;
  /** For the processes of tasks. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}): TaskRegistry {
  const { settings, folder, inherited } = from;
  const roots = settings.get("tasks.path").map((path) => resolve(folder, path));
  return new TaskRegistry({ roots, registered: new Map(), host: nodeHost(), inherited });
}
