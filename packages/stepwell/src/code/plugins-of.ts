/** The plugins that the settings name: modules of the user's, which find our packages wherever they lie. */
import type { Extensions } from "@stepwell/declarative";
import type { CommandCall } from "../command-spec.ts";
import { resolveOwnNames } from "./own-names.ts";

type From = Pick<CommandCall, "settings" | "environment">;

/** What they add to definitions, and to the engine. @throws plugin-unknown, plugin-missing, plugin-twice, plugin-not-loadable, plugin-invalid, duplicate-name */
export async function extensionsOf({ settings, environment }: From): Promise<Extensions> {
  if (settings.get("plugins").length > 0) resolveOwnNames();
  // Loaded now: most commands have nothing to do with definitions.
  const { configuredPlugins } = await import("@stepwell/declarative");
  return await configuredPlugins({ settings, folder: environment.folder });
}
