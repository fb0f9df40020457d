/** The stores that can be measured, each with the raw one that it is held against. */
import { join } from "node:path";
import { type StoreProvider, sqlite } from "@stepwell/core";
import { fillRuns } from "./fill-runs.ts";
import { RawResume } from "./raw-resume.ts";
import { type RawShape, RawStore } from "./raw-store.ts";

export interface BenchStore {
  readonly name: string;
  /** The store of this folder; several processes may open it. */
  provider(folder: string): StoreProvider;
  /** A raw store on the same disk. */
  raw(folder: string, shape: RawShape): RawStore;
  /** One in which runs wait. */
  rawResume(folder: string, by: "signal" | "timer"): RawResume;
  /** Adds runs to the store of this folder, which was opened before and is closed. */
  fill(folder: string, runs: number): void;
}

const sqliteStore: BenchStore = {
  name: "sqlite",
  provider: (folder) => sqlite(join(folder, "engine.db")),
  raw: (folder, shape) => new RawStore(join(folder, "raw.db"), shape),
  rawResume: (folder, by) => new RawResume(join(folder, "raw-resume.db"), by),
  fill: (folder, runs) => fillRuns(join(folder, "engine.db"), runs),
};

const stores: readonly BenchStore[] = [sqliteStore];

export const storeNames = stores.map((store) => store.name);

export function storeNamed(name: string): BenchStore {
  const found = stores.find((store) => store.name === name);
  if (found === undefined) throw new Error(`no store "${name}"; known are ${storeNames.join(", ")}`);
  return found;
}
