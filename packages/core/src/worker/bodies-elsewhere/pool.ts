/**
 * A small pool of threads or processes for tasks that do not execute inline.
 *
 * T1  A job ends exactly once: with the body's result or error, or with the death of its place.
 * T2  A place executes one job at a time; jobs begin in the order in which they were given.
 * T3  A place that died, or did not stop within the grace after an abort, takes its job along and no other.
 * T4  A place that was started with another limit of memory than a job wants does not get it.
 * T5  Places never keep the process alive; after close() there are none.
 */
import { availableParallelism } from "node:os";
import type { Host, Timer } from "../../host/port.ts";
import { failure, type StepwellError } from "../../model/errors.ts";
import { limits } from "../../model/limits.ts";
import { decode } from "../../model/value/codec.ts";
import { closureFailure } from "./find-task.ts";
import type { BodyJob, PlaceKind } from "./messages.ts";
import { type BodyReports, type Order, type Place, type PlaceOwner, PoolPlace } from "./pool-place.ts";

/** What every pool may be told. */
export interface PoolOptions {
  readonly host: Host;
  /** Places at most; they start when needed. Default: one per processor. */
  readonly size?: number | undefined;
  /** How long an aborted body may go on before its place is ended; default limits.cancelGraceMs. */
  readonly graceMs?: number;
  /** Reads what a body threw; the engine's knows the error classes that come back as themselves. */
  readonly decode?: (text: string) => unknown;
}

/** What a pool's places are. */
export interface PlaceMaker {
  readonly kind: PlaceKind;
  /** Undefined where there are none. */
  start(job: BodyJob): Place | undefined;
  died(job: BodyJob, problem: string, cause: Error | undefined): StepwellError;
  /** How long a body may go on after its attempt is over; undefined for as long as after its abort signal. */
  readonly overGraceMs?: number;
  /** How long a place is kept without a job; undefined for good. */
  readonly idleMs?: number;
}

export interface BodyJobOptions extends BodyReports {
  /** Passed on to the body's abortSignal. */
  readonly signal?: AbortSignal;
  /** Fires when the attempt is over: nobody waits for the job any more. */
  readonly over?: AbortSignal;
}

export interface BodyPool {
  /**
   * Executes a task's body in a place.
   * @returns the encoded StepValue: its result, and what it has set
   * @throws what the body threw; bad-task-module; that its place has died; the signal's reason if none had taken it yet
   */
  run(job: BodyJob, options?: BodyJobOptions): Promise<string>;
  /**
   * Ends all places, and with them the jobs in flight; those that wait fail with engine-closed.
   * @param graceMs how long bodies may go on where they may after their attempts; default 0
   */
  close(graceMs?: number): Promise<void>;
}

export function createPool(options: PoolOptions, maker: PlaceMaker): BodyPool {
  const pool = new Pool(options, maker);
  return { run: (job, jobOptions) => pool.run(job, jobOptions), close: (graceMs) => pool.close(graceMs) };
}

class Pool implements PlaceOwner {
  readonly host: Host;
  readonly graceMs: number;
  readonly decode: (text: string) => unknown;
  readonly overGraceMs: number | undefined;
  readonly #size: number;
  readonly #maker: PlaceMaker;
  readonly #places = new Set<PoolPlace>();
  /** The last one that was used is the last one here. */
  readonly #idle = new Map<PoolPlace, Timer | undefined>();
  #waiting: Set<Order> = new Set();
  /** One for each place that has not ended; also of those that no longer count, but are still being ended. */
  readonly #exits = new Set<Promise<void>>();
  #closed = false;

  constructor(options: PoolOptions, maker: PlaceMaker) {
    this.host = options.host;
    this.graceMs = options.graceMs ?? limits.cancelGraceMs;
    this.decode = options.decode ?? decode;
    this.#size = options.size ?? availableParallelism();
    this.#maker = maker;
    this.overGraceMs = maker.overGraceMs;
  }

  async run(job: BodyJob, options: BodyJobOptions = {}): Promise<string> {
    if (this.#closed) throw this.#closedFailure();
    if (job.module === "") throw closureFailure(job.task, this.#maker.kind);
    const { signal, over, ...reports } = options;
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const order: Order = { job, signal, over, reports, resolve, reject };
    const leave = (): void => {
      if (this.#waiting.delete(order)) reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave, { once: true });
    this.#waiting.add(order);
    this.#assign();
    return promise.finally(() => signal?.removeEventListener("abort", leave));
  }

  async close(graceMs = 0): Promise<void> {
    this.#closed = true;
    for (const order of this.#waiting) order.reject(this.#closedFailure());
    this.#waiting.clear();
    for (const place of this.#places) place.close(Math.min(graceMs, this.overGraceMs ?? 0));
    await Promise.all(this.#exits);
  }

  died(job: BodyJob, problem: string, cause: Error | undefined): StepwellError {
    return this.#maker.died(job, problem, cause);
  }

  freed(place: PoolPlace): void {
    if (this.#closed) {
      place.close(0);
      return;
    }
    const { idleMs } = this.#maker;
    const end = (): void => place.close(0);
    this.#idle.set(place, idleMs === undefined ? undefined : this.host.timer(idleMs, end, { background: true }));
    this.#assign();
  }

  gone(place: PoolPlace, unbegun: Order | undefined): void {
    this.#places.delete(place);
    this.#unidle(place);
    if (unbegun !== undefined && this.#closed) unbegun.reject(this.#closedFailure());
    else if (unbegun !== undefined) this.#waiting = new Set([unbegun, ...this.#waiting]);
    this.#assign();
  }

  #assign(): void {
    for (const order of this.#waiting) {
      if (this.#closed || (this.#idle.size === 0 && this.#places.size >= this.#size)) return;
      this.#waiting.delete(order);
      try {
        this.#placeFor(order.job).run(order);
      } catch (error) {
        order.reject(error);
      }
    }
  }

  #placeFor(job: BodyJob): PoolPlace {
    const idle = [...this.#idle.keys()];
    const fitting = idle.findLast((place) => place.memoryBytes === job.memoryBytes);
    if (fitting !== undefined) {
      this.#unidle(fitting);
      return fitting;
    }
    const [oldest] = this.#places.size >= this.#size ? idle : [];
    if (oldest === undefined) return this.#start(job);
    this.#unidle(oldest);
    this.#places.delete(oldest);
    try {
      return this.#start(job);
    } finally {
      // Afterwards: its end makes the pool look for room.
      oldest.close(0);
    }
  }

  #unidle(place: PoolPlace): void {
    this.#idle.get(place)?.cancel();
    this.#idle.delete(place);
  }

  #start(job: BodyJob): PoolPlace {
    const started = this.#maker.start(job);
    const { kind } = this.#maker;
    if (started === undefined) {
      const problem = `there are no ${kind === "thread" ? "threads" : "processes"} here (virtual host)`;
      throw failure("bad-task-module", { task: job.task, place: kind, problem });
    }
    const exited = new Promise<void>((resolve) => started.onExit(() => resolve()));
    this.#exits.add(exited);
    void exited.then(() => this.#exits.delete(exited));
    const place = new PoolPlace(started, job.memoryBytes, this);
    this.#places.add(place);
    return place;
  }

  #closedFailure(): StepwellError {
    return failure("engine-closed", { operation: `running a task in a ${this.#maker.kind}` });
  }
}
