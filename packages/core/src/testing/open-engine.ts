/** Opens engines for one test, and closes them when it ends, however it ends. */
import { onTestFinished } from "vitest";
import { Stepwell } from "../engine/engine.ts";
import type { OpenOptions } from "../engine/open-options.ts";
import { nodeHost } from "../host/node.ts";
import type { VirtualHost } from "../host/virtual.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store, StoreProvider } from "../store/port.ts";
import { passTime } from "./virtual-time.ts";

export async function openEngine(options: Partial<OpenOptions> = {}): Promise<Stepwell> {
  const engine = await Stepwell.open({ store: memory(), ...options });
  onTestFinished(async () => {
    // A store that a test has broken may refuse what closing asks of it.
    const closed = engine.close({ graceMs: 0 }).catch(() => {});
    const { host } = options;
    await (host !== undefined && "advance" in host ? passTime(host as VirtualHost, closed) : closed);
  });
  return engine;
}

/** Another connection to the same database, to look at what is on disk. */
export async function look(provider: StoreProvider, namespace = "default"): Promise<Store> {
  const store = await provider.open({ host: nodeHost(), namespace });
  onTestFinished(() => store.close());
  return store;
}
