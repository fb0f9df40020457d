/** An engine on a memory store with a gate before its commits, and a look at what is on disk. */
import type { Stepwell } from "../engine/engine.ts";
import type { OpenOptions } from "../engine/open-options.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store } from "../store/port.ts";
import { aroundStore } from "./around-store.ts";
import { CommitGate } from "./commit-gate.ts";
import { look, openEngine } from "./open-engine.ts";
import { turns } from "./until.ts";

export interface GatedEngine {
  readonly engine: Stepwell;
  readonly gate: CommitGate;
  readonly store: Store;
  /** What the engine told its people. */
  readonly notices: string[];
}

export async function gatedEngine(options: Omit<OpenOptions, "store">): Promise<GatedEngine> {
  const provider = memory();
  const gate = new CommitGate();
  const notices: string[] = [];
  const log = (text: string) => void notices.push(text);
  const engine = await openEngine({ store: aroundStore(provider, gate.around), log, ...options });
  const store = await look(provider);
  // Its first claim, which finds nothing.
  await turns();
  gate.seen.length = 0;
  return { engine, gate, store, notices };
}
