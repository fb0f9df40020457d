/**
 * When a worker tries a suspect, and what it takes meanwhile.
 *
 * T1  A suspect is tried alone where that can be had: first in a worker that executes nothing; one that is busy takes
 *     nobody for limits.drainMs, so that what it executes may end. If that was not enough, suspects come beside others
 *     until it is empty again.
 * T2  While a suspect is tried nobody else is taken, for trialMs at most: it may need longer than others can wait.
 * T3  After a trial others have their turn for as long as it took, so that many suspects do not stop all other work.
 */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { ClaimRequest, CommitResult, SuspectsWanted } from "../store/port.ts";
import { isSuspect, trialMs } from "./poison.ts";

export interface TrialsParts {
  readonly host: Host;
  readonly owner: {
    /** How many runs the worker executes. */
    readonly active: number;
    /** A suspect is among them. */
    readonly holdsSuspect: boolean;
  };
  /** Claims that were not made for the sake of a suspect may be made now. */
  changed(): void;
}

type Phase =
  | { readonly kind: "usual" }
  /** Nobody is taken, so that the worker becomes empty. */
  | { readonly kind: "draining" }
  /** A suspect executes alone. */
  | { readonly kind: "trial"; readonly since: number }
  /** The others' turn. */
  | { readonly kind: "turn" };

const usual: Phase = { kind: "usual" };

export class Trials {
  readonly #parts: TrialsParts;
  #phase: Phase = usual;
  #timer: Timer | undefined;
  /** The worker did not become empty in time. */
  #beside = false;

  constructor(parts: TrialsParts) {
    this.#parts = parts;
  }

  /** True when runs may be taken past those that wait. */
  get open(): boolean {
    return this.#phase.kind === "usual" || this.#phase.kind === "turn";
  }

  /** True when a claim may bring something as soon as one run fewer is executed. */
  get restless(): boolean {
    return this.#phase.kind !== "usual";
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** What to ask for; undefined: nobody is to be taken now, `changed` comes later. */
  wanted(): SuspectsWanted | undefined {
    const { active, holdsSuspect } = this.#parts.owner;
    // It was taken from this worker.
    if (this.#phase.kind === "trial" && active === 0) this.#phase = usual;
    const { kind } = this.#phase;
    if (kind === "trial" || (kind === "draining" && active > 0)) return undefined;
    if (kind === "turn" || holdsSuspect) return "none";
    if (active > 0) return this.#beside ? "one" : "wait";
    this.#beside = false;
    return "alone";
  }

  /** What a claim has brought. */
  came(result: Pick<CommitResult, "claimed" | "heldBack">, asked: Pick<ClaimRequest, "suspects">): void {
    const { host, owner } = this.#parts;
    const deaths = result.claimed[0]?.row.deaths ?? 0;
    if (asked.suspects === "alone" && isSuspect(deaths)) {
      this.#enter({ kind: "trial", since: host.monotonic() }, { ms: trialMs(deaths), over: () => this.#endTrial() });
    } else if (result.heldBack === true && this.#phase.kind === "usual") {
      this.#drain();
      if (owner.active === 0) this.#resume();
    } else if (this.#phase.kind === "turn" && asked.suspects === "none" && result.claimed.length === 0) {
      // There are no others.
      if (owner.active === 0) this.#resume();
    } else if (this.#phase.kind === "draining" && asked.suspects === "alone") {
      // Somebody else was faster.
      this.#timer?.cancel();
      this.#phase = usual;
    }
  }

  /** There are suspects to be taken. */
  expect(): void {
    if (this.#phase.kind === "usual" && !this.#beside) this.#drain();
  }

  /** A suspect that was executed here has left, or an entry has cleared it. */
  suspectGone(): void {
    if (this.#phase.kind === "trial") this.#endTrial();
    else this.#parts.changed();
  }

  #endTrial(): void {
    if (this.#phase.kind !== "trial") return;
    const lasted = this.#parts.host.monotonic() - this.#phase.since;
    this.#enter({ kind: "turn" }, { ms: lasted, over: () => this.#resume() });
    this.#parts.changed();
  }

  #drain(): void {
    const giveUp = () => {
      this.#beside = true;
      this.#resume();
    };
    this.#enter({ kind: "draining" }, { ms: limits.drainMs, over: giveUp });
  }

  #resume(): void {
    this.#timer?.cancel();
    this.#phase = usual;
    this.#parts.changed();
  }

  #enter(phase: Phase, end: { readonly ms: number; readonly over: () => void }): void {
    this.#timer?.cancel();
    this.#phase = phase;
    this.#timer = this.#parts.host.timer(end.ms, end.over);
  }
}
