/** `engine.queues`: stopping and emptying queues. */
import { failure } from "../model/errors.ts";
import { checkName } from "../model/step-name.ts";
import type { QueueRow } from "../store/port.ts";
import { DeadWorkers, lookAtWorkersMs } from "./dead-workers.ts";
import type { Internals } from "./internals.ts";

/** A queue and its unfinished runs; of each state at most 10,000 are counted. */
export interface QueueUse {
  readonly name: string;
  /** Undefined while runs are taken from it. */
  readonly pausedAt: Date | undefined;
  readonly pending: number;
  readonly running: number;
  readonly waiting: number;
  readonly paused: number;
  readonly blocked: number;
}

/** Queues of a namespace: `workflow({ name, queue })` puts runs into one, `worker: { queues }` serves some. */
export interface Queues {
  /** Queues that are paused, or that have unfinished runs, by name. */
  list(): Promise<readonly QueueUse[]>;
  /** No worker takes runs of it any more; those that execute go on. Starts are accepted, and wait. @throws invalid-name */
  pause(name: string): Promise<void>;
  /** Runs are taken from it again. */
  resume(name: string): Promise<void>;
  /** Pauses it, and resolves when no run of it executes in any process. It stays paused. */
  drain(name: string): Promise<void>;
}

/** Between two looks at what executes in other processes, of which nothing may be heard. */
const lookAgainMs = 250;

/** @param live the engine's parts, or engine-closed */
export function queuesOf(live: (operation: string) => Internals): Queues {
  const set = async (name: string, paused: boolean): Promise<void> => {
    const { store, settings, worker } = live(paused ? "queues.pause" : "queues.resume");
    await store.setQueue(checkName("queue", name), { paused, at: settings.host.now() });
    await worker.lookAround();
  };
  return {
    list: async () => (await live("queues.list").store.queues()).map(viewOf),
    pause: (name) => set(name, true),
    resume: (name) => set(name, false),
    async drain(name) {
      await set(name, true);
      const dead = new DeadWorkers(live("queues.drain"));
      for (let lookAt = 0; ; ) {
        const { store, settings } = live("queues.drain");
        const queue = (await store.queues()).find((row) => row.name === name);
        if (queue === undefined || queue.running === 0) return;
        if (queue.pausedAt === undefined) throw failure("queue-resumed", { queue: name });
        if (settings.host.monotonic() >= lookAt) {
          lookAt = settings.host.monotonic() + lookAtWorkersMs;
          if (await dead.reap()) continue;
        }
        await new Promise<void>((resolve) => void settings.host.timer(lookAgainMs, resolve));
      }
    },
  };
}

function viewOf({ pausedAt, ...row }: QueueRow): QueueUse {
  return { ...row, pausedAt: pausedAt === undefined ? undefined : new Date(pausedAt) };
}
