/** What a run in memory has under way: bodies that wait for their turn, that execute, and timers. */
import type { BodyCommand, Operation } from "../operations/run-port.ts";

/** An instant that the run waits for. */
export interface Due {
  readonly at: number;
  /** A timer is recorded when it is over; a retry merely lets the next attempt begin. */
  readonly kind: "timer" | "retry";
}

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

export class Agenda {
  bodies: WaitingBody[] = [];
  readonly executing = new Map<Operation, Executing>();
  readonly dues = new Map<Operation, Due>();

  /** Takes the bodies that may start, now that the journal is on disk up to `durable`. */
  takeBodies(durable: number): BodyCommand[] {
    // Barriers grow in the order of asking: those that may start are in front.
    let ready = 0;
    while (ready < this.bodies.length && (this.bodies[ready]?.barrier ?? 0) <= durable) ready++;
    return this.bodies.splice(0, ready).map((waiting) => waiting.body);
  }

  /** A body executes, or its start is recorded, so that it must execute now or never. */
  get busy(): boolean {
    return this.executing.size > 0 || this.bodies.some(({ body }) => body.atMostOnce);
  }

  /** Earliest due instant; undefined when there is none. */
  nextDue(): number | undefined {
    if (this.dues.size === 0) return undefined;
    let earliest: number | undefined;
    for (const due of this.dues.values()) if (earliest === undefined || due.at < earliest) earliest = due.at;
    return earliest;
  }

  /** Takes what is due, in the order in which it became due. */
  takeDue(now: number): [Operation, Due][] {
    if (this.dues.size === 0) return [];
    const due = [...this.dues].filter(([, item]) => item.at <= now);
    for (const [operation] of due) this.dues.delete(operation);
    return due.sort(([, a], [, b]) => a.at - b.at);
  }

  /** The code has given the operation up. */
  forget(operation: Operation): void {
    this.dues.delete(operation);
    this.bodies = this.bodies.filter((waiting) => waiting.body.operation !== operation);
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
    this.bodies = [];
    this.dues.clear();
  }
}
