/**
 * The pool for tasks with `isolation: "process"`. No process outlives its attempt by more than
 * limits.processOutlivesMs, nor does what a body has started:
 *
 * 1. A body that is told to stop and does not has its whole process group ended (pool-place.ts, process-place.ts).
 * 2. A process that has ended, however, takes its group along (host/node-process.ts).
 * 3. A process that finds others in its group after a body is not used again (task-process.ts).
 * 4. A process whose worker is gone ends itself and its group, also while its loop is busy (life-line.ts).
 */
import { formatBytes } from "../../model/bytes.ts";
import { failure } from "../../model/errors.ts";
import { limits } from "../../model/limits.ts";
import { type BodyPool, createPool, type PoolOptions } from "../bodies-elsewhere/pool.ts";
import { taskProcessMark } from "./inside-process.ts";
import { ProcessPlace } from "./process-place.ts";

export interface ProcessPoolOptions extends PoolOptions {
  /** The processes' program; for bundles, where it is not beside this file. */
  readonly entry?: URL;
  /** How long a process is kept without a job; default limits.processIdleMs. */
  readonly idleMs?: number;
}

// In the packed build all files are JavaScript.
const defaultEntry = new URL(
  import.meta.url.endsWith(".ts") ? "./task-process.ts" : "./task-process.js",
  import.meta.url,
);

export function createProcessPool(options: ProcessPoolOptions): BodyPool {
  const { host, entry = defaultEntry, idleMs = limits.processIdleMs, ...rest } = options;
  return createPool(
    { host, ...rest },
    {
      kind: "process",
      start: ({ memoryBytes }) => {
        const started = host.process(entry, { argument: taskProcessMark, heapBytes: memoryBytes });
        return started === undefined ? undefined : new ProcessPlace(host, started);
      },
      died: ({ task, memoryBytes }, problem, cause) => {
        const memory = memoryBytes === undefined ? "Node's default" : formatBytes(memoryBytes);
        return failure("task-process-died", { task, problem, memory }, cause);
      },
      overGraceMs: limits.processOverGraceMs,
      idleMs,
    },
  );
}
