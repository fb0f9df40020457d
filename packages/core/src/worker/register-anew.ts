/** A worker that was declared dead registers under another name. */
import type { WorkerKey } from "../store/port.ts";
import type { Lease } from "./lease.ts";
import type { WorkerOptions } from "./worker-options.ts";

export interface Registering {
  readonly options: Pick<WorkerOptions, "host" | "events">;
  readonly lease: Pick<Lease, "register">;
  /** Nobody needs it any more. */
  stopping(): boolean;
  /** Until it is tried again. */
  readonly againMs: number;
}

/** Tried until it succeeds; undefined when the worker stops before. */
export async function registeredAnew({
  options,
  lease,
  stopping,
  againMs,
}: Registering): Promise<WorkerKey | undefined> {
  const { host, events } = options;
  while (!stopping()) {
    try {
      return await lease.register();
    } catch (error) {
      events.notice("registering anew failed and is tried again", error);
      await new Promise<void>((resolve) => void host.timer(againMs, resolve));
    }
  }
  return undefined;
}
