/** Opens engines for one test, and closes them when it ends, however it ends. */
import { onTestFinished } from "vitest";
import { Stepwell } from "../engine/engine.ts";
import type { OpenOptions } from "../engine/open-options.ts";
import { nodeHost } from "../host/node.ts";
import type { VirtualHost } from "../host/virtual.ts";
import { compareCounters } from "../store/contract/counters.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store, StoreProvider } from "../store/port.ts";
import { passTime } from "./virtual-time.ts";

export async function openEngine(options: Partial<OpenOptions> = {}): Promise<Stepwell> {
  const { store = memory() } = options;
  const engine = await Stepwell.open({ ...options, store });
  onTestFinished(async () => {
    // A store that a test has broken may refuse what closing asks of it.
    const closed = engine.close({ graceMs: 0 }).catch(() => {});
    const { host } = options;
    await (host !== undefined && "advance" in host ? passTime(host as VirtualHost, closed) : closed);
    await countersHold(store, options.namespace ?? "default");
  });
  return engine;
}

/** Invariant 20. Of a store that a test has broken, or whose process is dead, nothing can be said. */
async function countersHold(provider: StoreProvider, namespace: string): Promise<void> {
  const store = await provider.open({ host: nodeHost(), namespace }).catch(() => undefined);
  const readable = store?.stats().then(() => true);
  if (store !== undefined && (await readable?.catch(() => false))) await compareCounters(store);
  await store?.close();
}

/** Another connection to the same database, to look at what is on disk. */
export async function look(provider: StoreProvider, namespace = "default"): Promise<Store> {
  const store = await provider.open({ host: nodeHost(), namespace });
  onTestFinished(() => store.close());
  return store;
}
