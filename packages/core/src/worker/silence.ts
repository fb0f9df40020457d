/** Whose silence proves that it is dead: W1 and W2 of lease.ts. */
import type { Host } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { WorkerRow } from "../store/port.ts";
import { LastBeats } from "./last-beats.ts";

/** When the heartbeats were looked at, by both clocks. */
export interface Instant {
  readonly wall: number;
  readonly monotonic: number;
}

/** How far wall and monotonic clock may drift apart between two looks. */
const jumpMs = 2_000;

export class Silence {
  readonly #host: Host;
  readonly #others = new LastBeats();
  /** Clocks at the last look, and until when silence proves nothing. */
  #last: Instant;
  #distrustUntil = 0;

  constructor(host: Host) {
    this.#host = host;
    this.#last = this.now();
  }

  now(): Instant {
    return { wall: this.#host.now(), monotonic: this.#host.monotonic() };
  }

  /** True when the wall clock has moved against the monotonic one since this was asked last. */
  clockJumped(): boolean {
    const { wall, monotonic } = this.now();
    const drift = wall - this.#last.wall - (monotonic - this.#last.monotonic);
    this.#last = { wall, monotonic };
    if (Math.abs(drift) <= jumpMs) return false;
    this.#distrustUntil = monotonic + limits.leaseMs;
    return true;
  }

  /** Where its own heartbeat is late, nobody may have been able to write. */
  heardOfItself({ beatAt }: WorkerRow, at: Instant): void {
    if (at.wall - beatAt > limits.leaseMs / 2) this.#distrustUntil = at.monotonic + limits.leaseMs;
  }

  /** @param at before the row was read */
  isOver(other: WorkerRow, at: Instant): boolean {
    if (at.monotonic < this.#distrustUntil) return false;
    const silentMs = this.#others.silentMs(other, at.monotonic);
    return Math.max(at.wall - other.beatAt, silentMs) > limits.leaseMs;
  }

  /** @param others as they have just been read */
  heard(others: readonly WorkerRow[]): void {
    this.#others.see(others, this.#host.monotonic());
  }
}
