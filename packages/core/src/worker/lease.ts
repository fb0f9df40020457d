/**
 * A worker's registration: says that it lives, takes over from those that do not, and learns when it was itself
 * declared dead.
 *
 * W1  A worker that is provably dead is reaped at once, any other only after a whole lease of silence: by the clock on
 *     the wall, or by this process's own, since a heartbeat may be of a time that is still to come.
 * W2  A process that sees its wall clock jump, or whose own heartbeat has not come through, reaps nobody by silence for
 *     one lease.
 * W3  The heartbeat goes on while the main loop is busy, up to limits.loopStallMs.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { DeadWorker, ReapedRun, Serves, Store, WorkerKey, WorkerRow } from "../store/port.ts";
import { type Instant, Silence } from "./silence.ts";

export interface LeaseOwner {
  /** Others' runs were given back: they may be claimed. */
  reaped(runs: readonly ReapedRun[]): void;
  /** This worker was declared dead. */
  fenced(): void;
  /** The wall clock has moved against the monotonic one: timers that were set by it may go off far too late. */
  jumped(): void;
  /** The store did not answer; it is tried again. */
  troubled(error: unknown): void;
}

export interface LeaseParts {
  readonly host: Host;
  readonly store: Store;
  readonly name: string;
  readonly build: string;
  readonly serves: Serves;
  readonly owner: LeaseOwner;
}

/**
 * With others about, one of them may die at any time and its runs wait. Alone there is only the pulse to keep up:
 * whoever comes writes that it is there, and that is heard of.
 */
const checkEveryMs = { alone: 5_000, withOthers: 200 } as const;

export class Lease {
  worker: WorkerKey | undefined;
  readonly #parts: LeaseParts;
  readonly #pulse = new Int32Array(new SharedArrayBuffer(4));
  #keepAlive: { stop(): Promise<void> } | undefined;
  #timer: Timer | undefined;
  #stopped = false;
  #serves: Serves;
  /** Workers besides this one, when it looked last. */
  #others = 0;
  /** By the monotonic clock. */
  #beatAt = 0;
  readonly #silence: Silence;
  /** A registration that is under way, or the last one. */
  #registering: Promise<WorkerKey> | undefined;

  constructor(parts: LeaseParts) {
    this.#parts = parts;
    this.#serves = parts.serves;
    this.#silence = new Silence(parts.host);
  }

  /** What others are told of it from now on. */
  serves(serves: Serves): void {
    this.#serves = serves;
    const { store, owner } = this.#parts;
    if (this.worker !== undefined) store.serve(this.worker, serves).catch((error) => owner.troubled(error));
  }

  register(): Promise<WorkerKey> {
    this.#registering = this.#register();
    return this.#registering;
  }

  async #register(): Promise<WorkerKey> {
    const { host, store, name, build } = this.#parts;
    const serves = this.#serves;
    const startedAt = host.now();
    const worker = await store.register({ name, build, proof: host.proof, startedAt, serves });
    this.worker = worker;
    // What it was given meanwhile.
    if (this.#serves !== serves) this.serves(this.#serves);
    this.#beatAt = host.monotonic();
    await this.#keepAlive?.stop();
    this.#keepAlive = store.keepAlive(worker, {
      everyMs: limits.heartbeatMs,
      pulse: this.#pulse,
      stallMs: limits.loopStallMs,
    });
    await this.reapTheDead();
    this.#arm();
    return worker;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    // The name that it is being given has to go with it, too.
    await this.#registering?.catch(() => {});
    await this.#keepAlive?.stop();
  }

  /** Somebody has written: a worker that was alone may not be any more. */
  async lookForOthers(): Promise<void> {
    if (this.#others > 0 || this.#stopped) return;
    await this.reapTheDead();
    if (this.#others > 0) this.#arm();
  }

  /** Gives back the runs of workers that are dead. */
  async reapTheDead(): Promise<void> {
    const { host, store, owner } = this.#parts;
    if (this.#silence.clockJumped()) owner.jumped();
    const { worker } = this;
    // Before it is read what others have written: however long that takes, it makes nobody silent.
    const at = this.#silence.now();
    const workers = await store.workers();
    // It slept longer than its lease: its bodies are told at once, not when one of them has something to write.
    const isGone = worker !== undefined && workers.every((row) => row.key !== worker);
    if (isGone && worker === this.worker && !this.#stopped) return owner.fenced();
    for (const own of workers) if (own.key === worker) this.#silence.heardOfItself(own, at);
    const others = workers.filter((row) => row.key !== worker);
    this.#others = others.length;
    const dead = others.flatMap((row) => this.#asDead(row, at));
    this.#silence.heard(others);
    if (dead.length === 0 || this.#stopped) return;
    owner.reaped((await store.reap(dead, host.now())).runs);
  }

  #asDead(row: WorkerRow, at: Instant): readonly DeadWorker[] {
    const { key, beatAt } = row;
    if (this.#parts.host.isProvablyDead(row.proof)) return [{ key }];
    return this.#silence.isOver(row, at) ? [{ key, beatAt }] : [];
  }

  #arm(): void {
    if (this.#stopped) return;
    this.#timer?.cancel();
    this.#timer = this.#parts.host.timer(
      checkEveryMs[this.#others === 0 ? "alone" : "withOthers"],
      () => void this.#check(),
      { upkeep: true },
    );
  }

  async #check(): Promise<void> {
    Atomics.add(this.#pulse, 0, 1);
    try {
      await this.#beat();
      await this.reapTheDead();
    } catch (error) {
      this.#parts.owner.troubled(error);
    }
    this.#arm();
  }

  /** Only where no thread does it. */
  async #beat(): Promise<void> {
    const { host, store, owner } = this.#parts;
    const at = host.monotonic();
    if (this.#keepAlive !== undefined || this.worker === undefined || at - this.#beatAt < limits.heartbeatMs) return;
    this.#beatAt = at;
    if (!(await store.beat(this.worker, host.now()))) owner.fenced();
  }
}
