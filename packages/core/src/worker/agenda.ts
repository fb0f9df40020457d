/** What a run in memory has under way: bodies that wait for their turn, that execute, and timers. */
import { Few } from "../model/few.ts";
import type { BodyCommand, Operation } from "../operations/run-port.ts";
import { DueHeap } from "./due-heap.ts";

/** A body that may start once the journal is on disk up to `barrier`: all that the run has consumed. */
export interface WaitingBody {
  readonly body: BodyCommand;
  readonly barrier: number;
}

/** A body that executes (attempt.ts). */
export interface Executing {
  readonly command: BodyCommand;
  readonly startedAt: number;
  readonly progressed: { readonly done: number; readonly total: number | undefined } | undefined;
  /** The result is not wanted any more: the body is told. */
  abandon(reason: unknown): void;
  /** From now on whatever the body does is ignored. */
  disown(): void;
}

const none: readonly never[] = [];

export class Agenda {
  bodies: readonly WaitingBody[] = none;
  readonly executing = new Few<Operation, Executing>();
  /** Instants that are recorded when they have come. */
  readonly timers = new DueHeap();
  /** Instants at which the next attempt may begin. */
  readonly retries = new DueHeap();

  /** A body is to start when its turn has come. */
  wait(body: WaitingBody): void {
    // Mostly there is none: a list of one is smaller than one that was pushed to.
    if (this.bodies.length === 0) this.bodies = [body];
    else (this.bodies as WaitingBody[]).push(body);
  }

  /** Takes the bodies that may start, now that the journal is on disk up to `durable`. */
  takeBodies(durable: number): readonly WaitingBody[] {
    const { bodies } = this;
    // Barriers grow in the order of asking: those that may start are in front.
    let ready = 0;
    while (ready < bodies.length && (bodies[ready]?.barrier ?? 0) <= durable) ready++;
    if (ready === 0) return none;
    this.bodies = ready === bodies.length ? none : bodies.slice(ready);
    return ready === bodies.length ? bodies : bodies.slice(0, ready);
  }

  /** A body executes, or its start is recorded, so that it must execute now or never. */
  get busy(): boolean {
    return this.executing.size > 0 || this.bodies.some(({ body }) => body.atMostOnce);
  }

  /** Earliest due instant; undefined when there is none. */
  nextDue(): number | undefined {
    const timer = this.timers.peek()?.at;
    const retry = this.retries.peek()?.at;
    return timer === undefined || (retry !== undefined && retry < timer) ? retry : timer;
  }

  /** Takes the operations whose next attempt may begin, in the order in which they became due. */
  takeRetries(now: number): readonly Operation[] {
    let next = this.retries.peek();
    if (next === undefined) return none;
    const due: Operation[] = [];
    for (; next !== undefined && next.at <= now; next = this.retries.peek()) {
      this.retries.delete(next.operation);
      due.push(next.operation);
    }
    return due;
  }

  /** It waits for no instant any more. */
  forgetDue(operation: Operation): void {
    this.timers.delete(operation);
    this.retries.delete(operation);
  }

  /** The code has given the operation up. */
  forget(operation: Operation): void {
    this.forgetDue(operation);
    if (this.bodies.length > 0) this.bodies = this.bodies.filter(({ body }) => body.operation !== operation);
  }

  /** Bodies are told to stop, and what they still do is ignored. */
  abandonAll(why: () => unknown): void {
    if (this.executing.size === 0) return;
    const reason = why();
    for (const executing of this.executing.values()) {
      executing.abandon(reason);
      executing.disown();
    }
    this.executing.clear();
  }

  clear(): void {
    this.bodies = none;
    this.timers.clear();
    this.retries.clear();
  }
}
