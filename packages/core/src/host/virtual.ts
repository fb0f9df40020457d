/**
 * A host whose time stands still until it is told to move, and whose randomness comes from a seed: one seed,
 * one history. Macrotasks stay real, so that promises settle between them as they do in production.
 *
 * V1  No callback of a timer runs inside the call that sets it, nor before its due time.
 * V2  Timers fire in the order of their due times, equal ones in the order they were set, and see their due
 *     time as the present.
 */
import { assert } from "../model/assert.ts";
import { nativeSetImmediate, outsideContexts } from "./natives.ts";
import type { Host, PointName, ProcessProof } from "./port.ts";
import { seededBytes } from "./seeded-bytes.ts";
import { isBefore, type PendingTimer, TimerHeap } from "./timer-heap.ts";

export interface VirtualHostOptions {
  /** Of all random bytes; default 1. */
  readonly seed?: number;
  /** Wall clock at the beginning, ms since the epoch; default 2026-01-01T00:00:00Z. */
  readonly startAt?: number;
  /** Which process this pretends to be. */
  readonly proof?: ProcessProof;
  /** Which processes are certainly gone; default none. */
  readonly isProvablyDead?: (proof: ProcessProof) => boolean;
}

export type PointListener = (name: PointName, detail: string | undefined) => void;

/** Its methods need no `this`: to simulate a second process on the same clock, spread it with another `proof`. */
export interface VirtualHost extends Host {
  /** Moves the time on by `ms`, firing what becomes due on the way. Promises settle only afterwards. */
  advance(ms: number): void;
  /** Moves to the earliest pending timer and fires all that are due then; false when none is pending. */
  advanceToNext(): boolean;
  /**
   * The same, passing over timers that are only for upkeep: each of those that are due on the way fires once, late,
   * as if the machine had slept meanwhile.
   * False when there is no other.
   */
  leap(): boolean;
  /** Shifts the wall clock alone, as an administrator or a time server does; timers and monotonic stay. */
  jump(ms: number): void;
  /** When the earliest pending timer is due, ms on the wall clock; undefined when none is pending. */
  nextTimerAt(): number | undefined;
  pendingTimers(): number;
  /** Callbacks given to `immediate` that have not run yet. */
  pendingImmediates(): number;
  /** Resolves once promises have settled and no `immediate` is left, at the present time. */
  settled(): Promise<void>;
  /** Calls `fn` at every named point; what it throws comes out there. */
  onPoint(fn: PointListener): { stop(): void };
}

const firstOf2026 = 1_767_225_600_000;

export function virtualHost(options: VirtualHostOptions = {}): VirtualHost {
  const { seed = 1, startAt = firstOf2026, proof = virtualProof, isProvablyDead = () => false } = options;
  const clock = virtualClock(startAt);
  const tasks = countedImmediates();
  const listeners = new Set<PointListener>();
  return {
    ...clock,
    ...tasks,
    randomBytes: seededBytes(seed),
    proof,
    isProvablyDead,
    thread: () => undefined,
    process: () => undefined,
    point: (name, detail) => {
      for (const listener of listeners) listener(name, detail);
    },
    onPoint: (fn) => {
      listeners.add(fn);
      return { stop: () => void listeners.delete(fn) };
    },
  };
}

const virtualProof: ProcessProof = { machine: "virtual", boot: "1", pidNamespace: "virtual", pid: 1, started: "0" };

type Clock = Pick<
  VirtualHost,
  "now" | "monotonic" | "timer" | "advance" | "advanceToNext" | "leap" | "jump" | "nextTimerAt" | "pendingTimers"
>;

function virtualClock(startAt: number): Clock {
  const timers = new TimerHeap();
  const upkeep = new TimerHeap();
  let elapsed = 0;
  let offset = startAt;
  let order = 0;
  const earliest = (): TimerHeap => {
    const [one, other] = [timers.peek(), upkeep.peek()];
    return one === undefined || (other !== undefined && isBefore(other, one)) ? upkeep : timers;
  };
  const advanceTo = (target: number): void => {
    for (let next = earliest().peek(); next !== undefined && next.dueAt <= target; next = earliest().peek()) {
      earliest().pop();
      elapsed = Math.max(elapsed, next.dueAt);
      next.fn();
    }
    elapsed = Math.max(elapsed, target);
  };
  const goTo = (next: PendingTimer | undefined): boolean => {
    if (next !== undefined) advanceTo(next.dueAt);
    return next !== undefined;
  };
  return {
    now: () => offset + elapsed,
    monotonic: () => elapsed,
    timer: (delayMs, fn, options) => {
      assert(!Number.isNaN(delayMs), "a timer's delay is a number");
      // One that is never due must not become "the next".
      if (delayMs === Number.POSITIVE_INFINITY) return { cancel: () => {} };
      const pending: PendingTimer = { dueAt: elapsed + Math.max(delayMs, 0), order: order++, fn, cancelled: false };
      const heap = options?.upkeep === true ? upkeep : timers;
      heap.push(pending);
      return { cancel: () => heap.cancel(pending) };
    },
    advance: (ms) => {
      assert(ms >= 0, "time never goes back");
      advanceTo(elapsed + ms);
    },
    advanceToNext: () => goTo(earliest().peek()),
    leap: () => {
      const next = timers.peek();
      if (next === undefined) return false;
      elapsed = Math.max(elapsed, next.dueAt);
      for (let late = upkeep.peek(); late !== undefined && late.dueAt <= elapsed; late = upkeep.peek()) {
        upkeep.pop();
        late.fn();
      }
      advanceTo(elapsed);
      return true;
    },
    jump: (ms) => {
      offset += ms;
    },
    nextTimerAt: () => {
      const next = earliest().peek();
      return next === undefined ? undefined : offset + next.dueAt;
    },
    pendingTimers: () => timers.size + upkeep.size,
  };
}

type Immediates = Pick<VirtualHost, "immediate" | "pendingImmediates" | "settled">;

function countedImmediates(): Immediates {
  let pending = 0;
  const settled = async (): Promise<void> => {
    do await new Promise<void>((resolve) => void nativeSetImmediate(resolve));
    while (pending > 0);
  };
  return {
    immediate: (fn) => {
      pending++;
      const run = (): void => {
        pending--;
        fn();
      };
      outsideContexts(() => nativeSetImmediate(run));
    },
    pendingImmediates: () => pending,
    settled,
  };
}
