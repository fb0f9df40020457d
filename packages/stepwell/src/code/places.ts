/** Where definitions keep their files, beside the store that the command takes by itself. */
import { join } from "node:path";
import type { Environment } from "../environment.ts";

export function workspacesOf({ folder }: Pick<Environment, "folder">): string {
  return join(folder, ".stepwell/workspaces");
}
