/** Opens the engine of a test: in memory, on virtual time, with stand-ins for users' functions. */
import { engineOver, type Stepwell } from "../../engine/engine.ts";
import type { Internals } from "../../engine/internals.ts";
import { openInternals } from "../../engine/open.ts";
import { checkOpenOptions, type OpenOptions, type Settings } from "../../engine/open-options.ts";
import type { StandIns } from "../../operations/stand-ins.ts";

export interface KitEngine {
  readonly engine: Stepwell;
  readonly internals: Internals;
}

/** Beyond what users can say. */
export interface KitEngineOptions extends Pick<Settings, "batchEntries" | "seedFor"> {
  readonly standIns: StandIns;
}

export async function openKitEngine(options: OpenOptions, extra: KitEngineOptions): Promise<KitEngine> {
  const { standIns, ...seams } = extra;
  // What a test has done is there as long as the test: no time that passes takes it away.
  const retention = { completed: false, failed: false } as const;
  const settings = checkOpenOptions({ ...options, retention });
  const internals = await openInternals({ ...settings, ...seams, defaults: { ...settings.defaults, standIns } });
  return { engine: engineOver(internals), internals };
}
