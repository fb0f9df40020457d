/** Opens the engine of a test: in memory, on virtual time, with stand-ins for users' functions. */
import { engineOver, type Stepwell } from "../../engine/engine.ts";
import type { Internals } from "../../engine/internals.ts";
import { openInternals } from "../../engine/open.ts";
import { checkOpenOptions, type OpenOptions, type Settings } from "../../engine/open-options.ts";
import type { VirtualHost } from "../../host/virtual.ts";
import type { StandIns } from "../../operations/stand-ins.ts";
import { memory } from "../../store/memory/memory.ts";
import type { Execution } from "../../worker/attempt.ts";

export interface KitEngine {
  readonly engine: Stepwell;
  readonly internals: Internals;
}

/** What a kit works with: an engine, or one whose processes die. */
export interface KitOpener {
  open(options: Omit<OpenOptions, "store" | "host">, host: VirtualHost, standIns: StandIns): Promise<KitEngine>;
  /** Bodies that execute now. */
  executing(): Iterable<Execution>;
  /** Does what has to be done before any time may pass; true if that was anything. */
  act(): Promise<boolean>;
  close(): Promise<void>;
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

/** One engine, which lives as long as the test. */
export function oneEngine(): KitOpener {
  let opened: KitEngine | undefined;
  return {
    async open(options, host, standIns) {
      opened = await openKitEngine({ ...options, store: memory(), host }, { standIns });
      return opened;
    },
    executing: () => opened?.internals.worker.held.executions() ?? [],
    act: () => Promise.resolve(false),
    close: async () => await opened?.engine.close({ graceMs: 0 }),
  };
}
