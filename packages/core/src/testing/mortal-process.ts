/**
 * An engine's process that can be killed within a test: from then on its store answers nothing, so that nothing of
 * it is written any more, and hosts that were told so know that it is dead.
 */
import { nodeHost } from "../host/node.ts";
import type { Host } from "../host/port.ts";
import { failure } from "../model/errors.ts";
import type { Store, StoreProvider } from "../store/port.ts";
import type { TransactRequest } from "../store/transaction-port.ts";

export interface MortalProcess {
  /** For Stepwell.open. */
  readonly parts: { readonly store: StoreProvider; readonly host: Host };
  /** As `kill -9`: nothing that it does from now on reaches the store. */
  kill(): void;
}

/** Processes that know of each other who is dead. */
export class Machine {
  readonly #provider: StoreProvider;
  readonly #base: Host;
  readonly #dead = new Set<number>();
  #pids = 1_000;

  /** @param base clock, timers and randomness of all its processes */
  constructor(provider: StoreProvider, base: Host = nodeHost()) {
    this.#provider = provider;
    this.#base = base;
  }

  process(): MortalProcess {
    const pid = this.#pids++;
    const dead = this.#dead;
    const host: Host = {
      ...this.#base,
      proof: { machine: "m", boot: "b", pidNamespace: "n", pid, started: "1" },
      isProvablyDead: (proof) => dead.has(proof.pid),
      thread: () => undefined,
      process: () => undefined,
    };
    const store = untilDeath(this.#provider, () => dead.has(pid));
    return { parts: { host, store }, kill: () => void dead.add(pid) };
  }
}

function untilDeath(provider: StoreProvider, isDead: () => boolean): StoreProvider {
  return {
    label: provider.label,
    async open(options) {
      const store = await provider.open(options);
      const wrapped: Record<string, unknown> = { ...store };
      for (const [verb, next] of Object.entries(store)) {
        if (typeof next !== "function" || silent.has(verb)) continue;
        wrapped[verb] = async (...args: unknown[]) => {
          if (isDead()) throw failure("engine-closed", { operation: `${verb} of a process that is dead` });
          const given = verb === "transact" ? [undoneByDeath(args[0] as TransactRequest, isDead)] : args;
          const result: unknown = await (next as (...all: unknown[]) => unknown)(...given);
          if (isDead()) throw failure("engine-closed", { operation: `${verb} of a process that has died` });
          return result;
        };
      }
      return wrapped as unknown as Store;
    },
  };
}

/** Who dies in the midst of a transaction commits nothing of it. */
function undoneByDeath(request: TransactRequest, isDead: () => boolean): TransactRequest {
  return { ...request, write: (result) => (isDead() ? undefined : request.write(result)) };
}

/** These do not answer with a promise; closing lets go of the connection. */
const silent: ReadonlySet<string> = new Set(["keepAlive", "onForeignChange", "close"]);
