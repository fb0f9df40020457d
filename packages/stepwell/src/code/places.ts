/** Where definitions keep their files, beside the store that the command takes by itself. */
import { join } from "node:path";
import type { Environment } from "../environment.ts";

export function placesOf({ folder }: Pick<Environment, "folder">) {
  return { workspaces: join(folder, ".stepwell/workspaces"), artifacts: join(folder, ".stepwell/artifacts") };
}
