/**
 * The scheduler of a simulated world: virtual time, and the order in which everything happens in it. All that waits to
 * happen belongs to an actor (a process, or the world itself); one thing happens at a time, in a macrotask of its own, so
 * that promises settle after it as they do in production.
 *
 * S1  An actor's own turns and timers come in the order in which they became ready; between actors chance decides.
 * S2  Time passes when nothing is ready, to the next timer; where the machine is busy, by a little at any time.
 * S3  Of a frozen actor nothing happens until it is thawed, of a dead one nothing more, unless it is woken to be buried.
 */
import { nativeSetImmediate } from "../../host/natives.ts";
import type { Timer } from "../../host/port.ts";
import { type PendingTimer, TimerHeap } from "../../host/timer-heap.ts";
import { Actor, type Task } from "./actor.ts";
import type { Chance } from "./chance.ts";
import { WallClock } from "./wall-clock.ts";

export interface ClockworkOptions {
  readonly chance: Chance;
  /** Wall clock at the beginning, ms. */
  readonly startAt: number;
  readonly calm: boolean;
  /** Called with each thing that happens. */
  happened(actor: Actor): void;
}

/** How many macrotasks are asked for at once: Node drains promises between those of one phase. */
const armedAtOnce = 64;

export class Clockwork {
  /** Ms since the beginning. */
  elapsed = 0;
  /** Things that have happened. */
  turns = 0;
  /** Everything comes in the order in which it became ready, and time passes only to the next timer. */
  calm: boolean;
  readonly #wall: WallClock;
  readonly #options: ClockworkOptions;
  readonly #timers = new TimerHeap();
  readonly #actors: Actor[] = [];
  /** Ready, in no line: answers that are on their way between a process and its store. */
  #loose: Task[] = [];
  /** Of these, what is not ready yet. */
  readonly #late = new Map<PendingTimer, () => void>();
  #order = 0;
  #held = 0;

  constructor(options: ClockworkOptions) {
    this.#options = options;
    this.calm = options.calm;
    this.#wall = new WallClock(options.startAt);
  }

  now(): number {
    return this.#wall.at(this.elapsed);
  }

  /** What the wall clock would show if it had never gone back. */
  latest(): number {
    return this.#wall.latestAt(this.elapsed);
  }

  /** The wall clock alone. */
  jump(ms: number): void {
    this.#wall.jump(ms);
  }

  /** From now on all is calm, what was late is there, and no clock is behind what it has shown. */
  calmDown(): void {
    this.calm = true;
    this.#wall.putRight();
    for (const [pending, add] of this.#late) {
      this.#timers.cancel(pending);
      add();
    }
    this.#late.clear();
    for (const actor of this.#actors) if (actor.condition === "frozen") actor.condition = "living";
  }

  actor(name: string): Actor {
    const made = new Actor(name, this.#actors.length);
    this.#actors.push(made);
    return made;
  }

  /** In a turn of its own, after all that waits in the actor's line. */
  turn(actor: Actor, run: () => void): void {
    this.#line({ actor, order: this.#order++, run });
  }

  timer(actor: Actor, delayMs: number, run: () => void): Timer {
    if (delayMs === Number.POSITIVE_INFINITY) return { cancel: () => {} };
    let cancelled = false;
    const pending = this.#arm(delayMs, () => {
      const unlessCancelled = (): void => {
        if (!cancelled) run();
      };
      this.#line({ actor, order: this.#order++, run: unlessCancelled });
    });
    return {
      cancel: () => {
        cancelled = true;
        this.#timers.cancel(pending);
      },
    };
  }

  /** In no order with anything else, not before so many ms have passed. */
  loose(actor: Actor, delayMs: number, run: () => void): void {
    const add = (): void => void this.#loose.push({ actor, order: this.#order++, run });
    if (delayMs <= 0) {
      add();
      return;
    }
    const pending = this.#arm(delayMs, () => {
      this.#late.delete(pending);
      add();
    });
    this.#late.set(pending, add);
  }

  pause(actor: Actor, ms: number): Promise<void> {
    return new Promise((resolve) => void this.timer(actor, ms, resolve));
  }

  kill(actor: Actor): void {
    actor.condition = "dead";
    actor.after.push(...actor.line.splice(0));
  }

  /** Nothing happens until this is let go: for what takes real time, such as loading a module. */
  hold(): () => void {
    this.#held++;
    let held = true;
    return () => {
      if (held) this.#held--;
      held = false;
    };
  }

  /** It may end: what would have happened to it happens. */
  wake(actor: Actor): void {
    actor.condition = "living";
    actor.line.push(...actor.after.splice(0));
  }

  /** Lets things happen until `over`; false when there is nothing left to happen. */
  async run(over: () => boolean): Promise<boolean> {
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    let armed = 0;
    let done = false;
    const end = (how: boolean): void => {
      done = true;
      resolve(how);
    };
    const step = (): void => {
      armed--;
      if (done) return;
      if (armed === 0) arm();
      if (this.#held > 0) return;
      const reached = over();
      const task = reached ? undefined : this.#next();
      if (task === undefined) {
        end(reached);
        return;
      }
      try {
        this.turns++;
        this.#options.happened(task.actor);
        task.run();
      } catch (error) {
        done = true;
        reject(error);
      }
    };
    const arm = (): void => {
      for (; armed < armedAtOnce; armed++) nativeSetImmediate(step);
    };
    arm();
    return await promise;
  }

  #arm(delayMs: number, fn: () => void): PendingTimer {
    const pending = { dueAt: this.elapsed + Math.max(delayMs, 0), order: this.#order++, fn, cancelled: false };
    this.#timers.push(pending);
    return pending;
  }

  #line(task: Task): void {
    if (task.actor.dead) task.actor.after.push(task);
    else task.actor.line.push(task);
  }

  #next(): Task | undefined {
    const { chance } = this.#options;
    if (!this.calm && chance.oneIn(100)) this.elapsed += chance.between(1, 5);
    for (;;) {
      for (let due = this.#timers.peek(); due !== undefined && due.dueAt <= this.elapsed; due = this.#timers.peek()) {
        this.#timers.pop();
        due.fn();
      }
      const task = this.#choose();
      if (task !== undefined) return task;
      const next = this.#timers.peek();
      if (next === undefined) return undefined;
      this.elapsed = Math.max(this.elapsed, next.dueAt);
    }
  }

  #choose(): Task | undefined {
    const heads: Task[] = [];
    for (const { condition, line } of this.#actors) {
      if (line[0] !== undefined && condition === "living") heads.push(line[0]);
    }
    for (const task of this.#loose) if (task.actor.condition === "living") heads.push(task);
    if (heads.length === 0) return undefined;
    const chosen = this.calm
      ? heads.reduce((first, other) => (other.order < first.order ? other : first))
      : this.#options.chance.pick(heads);
    if (chosen.actor.line[0] === chosen) chosen.actor.line.shift();
    else this.#loose = this.#loose.filter((task) => task !== chosen);
    return chosen;
  }
}
