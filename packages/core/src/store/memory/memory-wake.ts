/** Hearing of the other connections of a memory store: they are all in this process, so each tells the others. */
import type { Host } from "../../host/port.ts";
import type { Wake } from "../sqlite/wake.ts";

/** Where the connections of one memory store meet. */
export interface Exchange {
  readonly members: Set<() => void>;
}

export function newExchange(): Exchange {
  return { members: new Set() };
}

export function memoryWake(host: Host, exchange: Exchange): Wake {
  const listeners = new Set<() => void>();
  let coming = false;
  const call = () => {
    if (coming || listeners.size === 0) return;
    coming = true;
    // Never within the transaction, and once for all that happens in one go.
    host.immediate(() => {
      coming = false;
      for (const fn of listeners) fn();
    });
  };
  exchange.members.add(call);
  return {
    told: () => {
      for (const other of exchange.members) if (other !== call) other();
    },
    heard: () => {},
    listen: (fn) => {
      const own = () => fn();
      listeners.add(own);
      return { stop: () => void listeners.delete(own) };
    },
    close: () => {
      listeners.clear();
      exchange.members.delete(call);
    },
  };
}
