/** Starts the thread that renews a worker's heartbeat while the main loop may be busy. */
import type { Host } from "../../host/port.ts";
import type { KeepAlive, WorkerKey } from "../port.ts";

/** What the thread is given. */
export interface KeepAliveData {
  readonly location: string;
  readonly worker: number;
  readonly everyMs: number;
  readonly stallMs: number;
  readonly pulse: Int32Array<SharedArrayBuffer>;
  /** Set to 1 and notified to end the thread. */
  readonly stop: Int32Array<SharedArrayBuffer>;
}

export function keepAlive(
  parts: { readonly host: Host; readonly location: string },
  worker: WorkerKey,
  pulse: KeepAlive,
): { stop(): Promise<void> } | undefined {
  const stop = new Int32Array(new SharedArrayBuffer(4));
  const { everyMs, stallMs } = pulse;
  const data: KeepAliveData = { location: parts.location, worker, everyMs, stallMs, pulse: pulse.pulse, stop };
  // The built package has .js files; a URL is not rewritten as an import is.
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const thread = parts.host.thread(new URL(`./keep-alive-thread.${extension}`, import.meta.url), data);
  if (thread === undefined) return undefined;
  const ended = new Promise<void>((resolve) => thread.onExit(() => resolve()));
  return {
    stop: async () => {
      // It closes its connection itself: terminating it in a transaction would leave a lock for a moment.
      Atomics.store(stop, 0, 1);
      Atomics.notify(stop, 0);
      await ended;
    },
  };
}
