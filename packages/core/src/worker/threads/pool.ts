/**
 * A small pool of threads for tasks with `isolation: "thread"`.
 *
 * T1  A job ends exactly once: with the body's result or error, or with thread-died.
 * T2  A thread executes one job at a time; jobs begin in the order in which they were given.
 * T3  A thread that died, or did not stop within the grace after an abort, takes its job along and no other.
 * T4  Threads never keep the process alive; after close() there are none.
 */
import { availableParallelism } from "node:os";
import type { Host } from "../../host/port.ts";
import { failure, type StepwellError } from "../../model/errors.ts";
import { limits } from "../../model/limits.ts";
import { decode } from "../../model/value/codec.ts";
import { closureFailure } from "./find-task.ts";
import { type ThreadJob, taskThreadMark } from "./messages.ts";
import { type Order, PoolThread, type ThreadOwner, type ThreadReports } from "./pool-thread.ts";

export interface ThreadPoolOptions {
  readonly host: Host;
  /** Threads at most; they start when needed and stay. Default: one per processor. */
  readonly size?: number | undefined;
  /** The threads' program; for bundles, where it is not beside this file. */
  readonly entry?: URL;
  /** How long an aborted body may go on before its thread is ended; default limits.cancelGraceMs. */
  readonly graceMs?: number;
  /** Reads what a body threw; the engine's knows the error classes that come back as themselves. */
  readonly decode?: (text: string) => unknown;
}

export interface ThreadJobOptions extends ThreadReports {
  /** Passed on to the body's abortSignal. */
  readonly signal?: AbortSignal;
}

export interface ThreadPool {
  /**
   * Executes a task's body in a thread.
   * @returns the encoded StepValue: its result, and what it has set
   * @throws what the body threw; bad-task-module, thread-died; the signal's reason if no thread had taken it yet
   */
  run(job: ThreadJob, options?: ThreadJobOptions): Promise<string>;
  /** Ends all threads; jobs in flight fail with thread-died, those that wait with engine-closed. */
  close(): Promise<void>;
}

export function createThreadPool(options: ThreadPoolOptions): ThreadPool {
  const pool = new Pool(options);
  return { run: (job, jobOptions) => pool.run(job, jobOptions), close: () => pool.close() };
}

// In the packed build all files are JavaScript.
const defaultEntry = new URL(
  import.meta.url.endsWith(".ts") ? "./task-thread.ts" : "./task-thread.js",
  import.meta.url,
);

class Pool implements ThreadOwner {
  readonly host: Host;
  readonly graceMs: number;
  readonly decode: (text: string) => unknown;
  readonly #size: number;
  readonly #entry: URL;
  readonly #threads = new Set<PoolThread>();
  readonly #idle: PoolThread[] = [];
  #waiting: Set<Order> = new Set();
  /** One for each thread that has not ended; also of those that no longer count, but are still being ended. */
  readonly #exits = new Set<Promise<void>>();
  #closed = false;

  constructor(options: ThreadPoolOptions) {
    this.host = options.host;
    this.graceMs = options.graceMs ?? limits.cancelGraceMs;
    this.decode = options.decode ?? decode;
    this.#size = options.size ?? availableParallelism();
    this.#entry = options.entry ?? defaultEntry;
  }

  async run(job: ThreadJob, options: ThreadJobOptions = {}): Promise<string> {
    if (this.#closed) throw closedFailure();
    if (job.module === "") throw closureFailure(job.task);
    const { signal, ...reports } = options;
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const order: Order = { job, signal, reports, resolve, reject };
    const leave = (): void => {
      if (this.#waiting.delete(order)) reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave, { once: true });
    this.#waiting.add(order);
    this.#assign();
    return promise.finally(() => signal?.removeEventListener("abort", leave));
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const order of this.#waiting) order.reject(closedFailure());
    this.#waiting.clear();
    const stopped = [...this.#threads].map((thread) => thread.stop("the engine was closed"));
    await Promise.all([...stopped, ...this.#exits]);
  }

  freed(thread: PoolThread): void {
    this.#idle.push(thread);
    this.#assign();
  }

  gone(thread: PoolThread, unbegun: Order | undefined): void {
    this.#threads.delete(thread);
    const at = this.#idle.indexOf(thread);
    if (at >= 0) this.#idle.splice(at, 1);
    if (unbegun !== undefined && this.#closed) unbegun.reject(closedFailure());
    else if (unbegun !== undefined) this.#waiting = new Set([unbegun, ...this.#waiting]);
    this.#assign();
  }

  #assign(): void {
    for (const order of this.#waiting) {
      if (this.#closed || (this.#idle.length === 0 && this.#threads.size >= this.#size)) return;
      this.#waiting.delete(order);
      try {
        (this.#idle.pop() ?? this.#start(order.job.task)).run(order);
      } catch (error) {
        order.reject(error);
      }
    }
  }

  #start(task: string): PoolThread {
    const started = this.host.thread(this.#entry, taskThreadMark);
    if (started === undefined)
      throw failure("bad-task-module", { task, problem: "there are no threads here (virtual host)" });
    const exited = new Promise<void>((resolve) => started.onExit(() => resolve()));
    this.#exits.add(exited);
    void exited.then(() => this.#exits.delete(exited));
    const thread = new PoolThread(started, this);
    this.#threads.add(thread);
    return thread;
  }
}

function closedFailure(): StepwellError {
  return failure("engine-closed", { operation: "running a task in a thread" });
}
