/**
 * Delivers journal entries to workflow code, in rounds: one entry to each run that has any, then one full
 * drain of the microtask queue for all of them. Runs do not interact, and the drain keeps each run's order, so
 * live and replay see the same (docs/decisions/0002-delivery-rounds.md).
 *
 * P1  At most one entry is delivered to a run between two drains.
 * P2  `gate.window` is true only while workflow code can be running, from a delivery to the end of its drain.
 * P3  A run is settled (operations begun, parked, ended) only after a drain that left nothing to deliver.
 */
import type { Host } from "../host/port.ts";

/** What the pump needs of a run. */
export interface Deliverable {
  /** The round in which something was delivered to it last. */
  round: number;
  /** The pump's own: it is in line for the next round, or for being settled. False at first. */
  inLine: boolean;
  quiet: boolean;
  /** Entries left to deliver. */
  readonly waiting: number;
  deliverOne(): void;
}

export interface PumpOwner<R extends Deliverable> {
  /** Nothing is left to deliver to the run: begin what it asked for, park it, or end it. */
  settle(run: R): void;
  /** All runs are settled: commit what was gathered. */
  flush(): void;
}

export interface Gate {
  window: boolean;
  /** The last drain was ended before its time. */
  cutShort?: boolean;
}

/** Node drains the microtask queue between the immediates of one phase: queueing many saves loop turns. */
const immediatesAtOnce = 1_000;

/** Some 20 µs each. */
const roundsBeforeFlush = 64;

export class Pump<R extends Deliverable> {
  /** Number of the current round. */
  round = 0;
  #unflushed = 0;
  /** P2; kept in an object of its own because the guard of Date.now and its like reads it at every call. */
  readonly gate: Gate;
  readonly #host: Host;
  readonly #owner: PumpOwner<R>;
  #ready: R[] = [];
  /** To be settled, in this order; those that are not `quiet` any more are passed over. */
  #quiet: R[] = [];
  /** Ticks that are queued and did not run yet. */
  #armed = 0;

  constructor(host: Host, gate: Gate, owner: PumpOwner<R>) {
    this.gate = gate;
    this.#host = host;
    this.#owner = owner;
  }

  /** The run has something to deliver. */
  deliver(run: R): void {
    if (run.inLine) return;
    run.inLine = true;
    this.#ready.push(run);
    this.#arm(1);
  }

  /** The run is to be settled, although nothing was delivered to it. */
  touch(run: R): void {
    this.#beQuiet(run);
    this.#arm(1);
  }

  #beQuiet(run: R): void {
    if (run.quiet) return;
    run.quiet = true;
    this.#quiet.push(run);
  }

  /** Something is to be committed that belongs to no run in memory. */
  poke(): void {
    this.#arm(1);
  }

  #arm(ticks: number): void {
    while (this.#armed < ticks) {
      this.#armed++;
      this.#host.immediate(this.#tick);
    }
  }

  readonly #tick = (): void => {
    this.#armed--;
    if (this.gate.cutShort === true) {
      // What was delivered has not all arrived: it does before the next tick.
      this.gate.cutShort = false;
      this.#arm(this.#armed + 1);
      return;
    }
    this.gate.window = false;
    if (this.#ready.length > 0) {
      this.#deliverRound();
      return;
    }
    if (this.#armed > 0) return;
    this.#settleAll();
    // What settling has recorded is told at once, and shares a commit with what comes of it: a run to which much has
    // happened from outside is told one thing at a time. Not for long: others wait for the same commit.
    if (this.#ready.length > 0 && ++this.#unflushed < roundsBeforeFlush) return;
    this.#unflushed = 0;
    this.#owner.flush();
  };

  /** Those that settling makes quiet again are settled too. */
  #settleAll(): void {
    const runs = this.#quiet;
    for (let next = 0; next < runs.length; next++) {
      const run = runs[next] as R;
      if (!run.quiet) continue;
      run.quiet = false;
      this.#owner.settle(run);
    }
    this.#quiet = [];
  }

  #deliverRound(): void {
    const runs = this.#ready;
    this.#ready = [];
    for (const run of runs) run.inLine = false;
    this.round++;
    this.gate.window = true;
    let longest = 0;
    for (const run of runs) {
      run.round = this.round;
      run.deliverOne();
      if (run.waiting > 0) {
        if (!run.inLine) this.#ready.push(run);
        run.inLine = true;
        if (run.waiting > longest) longest = run.waiting;
      } else {
        this.#beQuiet(run);
      }
    }
    this.#arm(Math.min(longest, immediatesAtOnce) + 1);
  }
}
