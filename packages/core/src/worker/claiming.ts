/** When this worker asks for runs, how many, and which. */
import type { Host, Timer } from "../host/port.ts";
import { limits } from "../model/limits.ts";
import type { ClaimRequest, CommitResult, ReapedRun, Store } from "../store/port.ts";
import { isSuspect } from "./poison.ts";
import { timerAt } from "./timer-at.ts";
import { Trials } from "./trials.ts";

export interface ClaimingOwner {
  /** How many runs it executes. */
  readonly active: number;
  /** A suspect is among them. */
  readonly holdsSuspect: boolean;
  /** The next batch shall claim. */
  request(claim: ClaimRequest): void;
}

export interface ClaimingParts {
  readonly host: Host;
  readonly concurrency: number;
  readonly workflows: readonly string[];
  readonly queues: readonly string[];
  readonly build: string;
  readonly owner: ClaimingOwner;
  readonly peek: Store["peek"];
  /** The ids of the only runs that are taken; undefined for any. */
  readonly ids: ReadonlySet<string> | undefined;
}

export class Claiming {
  readonly #parts: ClaimingParts;
  /** Runs may be waiting that were not taken for want of room. */
  #backlog = false;
  /** For how many runs a claim asks that has not come back; 0 when there is none. */
  #asked = 0;
  /** What to do when the claim has come back: others may have written since it was made. */
  #again: "peek" | "look" | undefined;
  #dueAt: number | undefined;
  #timer: Timer | undefined;
  #stopped = false;
  readonly #trials: Trials;

  constructor(parts: ClaimingParts) {
    this.#parts = parts;
    const { host, owner } = parts;
    this.#trials = new Trials({ host, owner, changed: () => this.look() });
  }

  /** True when a run that is started here may be taken at once, past nobody. */
  takesAtOnce(queue: string): boolean {
    const { owner, concurrency, queues } = this.#parts;
    const room = concurrency - owner.active - this.#asked;
    return !this.#stopped && this.#trials.open && !this.#backlog && room > 0 && queues.includes(queue);
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#trials.stop();
  }

  /** Somebody has written something: takes runs if there are any, and writes nothing if there are none. */
  async peek(): Promise<void> {
    const { peek, host } = this.#parts;
    if (this.#stopped) return;
    if (this.#asked > 0) {
      this.#again ??= "peek";
      return;
    }
    const wanted = this.#wanted(1);
    if (wanted === undefined) return;
    const found = await peek(wanted, host.now());
    if (found.now) this.look();
    else if (found.nextDueAt !== undefined) this.dueAt(found.nextDueAt);
  }

  #wanted(limit: number): ClaimRequest | undefined {
    const { workflows, queues, build, ids } = this.#parts;
    const suspects = this.#trials.wanted();
    if (suspects === undefined) return undefined;
    const atOnce = this.#trials.open && !this.#backlog;
    const wanted: ClaimRequest = { limit, workflows, queues, build, suspects, atOnce };
    return ids === undefined ? wanted : { ...wanted, ids: [...ids] };
  }

  /** Runs may be there to be taken. */
  look(): void {
    const { owner, concurrency, workflows } = this.#parts;
    if (this.#stopped || workflows.length === 0 || this.#parts.ids?.size === 0) return;
    if (this.#asked > 0) {
      this.#again = "look";
      return;
    }
    const room = Math.min(concurrency - owner.active, limits.claimBatch);
    if (room <= 0) {
      this.#backlog = true;
      return;
    }
    const wanted = this.#wanted(room);
    if (wanted === undefined) return;
    this.#asked = room;
    owner.request(wanted);
  }

  /** A place has become free. @param deaths of the run that had it */
  freed(deaths = 0): void {
    if (isSuspect(deaths)) this.#trials.suspectGone();
    else if (this.#backlog || this.#trials.restless) this.look();
  }

  /** An entry has cleared a suspect that is executed here. */
  suspectGone(): void {
    this.#trials.suspectGone();
  }

  /** Runs of dead workers were given back. */
  reaped(runs: readonly ReapedRun[]): void {
    if (runs.some(({ deaths }) => isSuspect(deaths))) this.#trials.expect();
    this.look();
  }

  /** What a batch brought; `asked` if it held a claim. */
  came(result: CommitResult, asked: ClaimRequest | undefined): void {
    if (result.nextDueAt !== undefined) this.dueAt(result.nextDueAt);
    if (asked === undefined) return;
    this.#asked = 0;
    this.#backlog = result.claimed.length >= asked.limit;
    this.#trials.came(result, asked);
    const again = this.#again;
    this.#again = undefined;
    if (again === "look" || this.#backlog) this.look();
    else if (again === "peek") void this.peek().catch(() => this.#soon());
  }

  /** The batch with the claim was lost: what it was for may still be there. */
  lost(): void {
    this.#asked = 0;
    this.#soon();
  }

  #soon(): void {
    this.dueAt(this.#parts.host.now() + limits.durableTimerMs);
  }

  /** The wall clock has jumped: when something is due is asked anew. */
  clockJumped(): void {
    this.#timer?.cancel();
    this.#dueAt = undefined;
    this.look();
  }

  /** A run will be there to be taken at this instant. */
  dueAt(at: number): void {
    if (this.#stopped || (this.#dueAt !== undefined && this.#dueAt <= at)) return;
    const { host } = this.#parts;
    this.#timer?.cancel();
    this.#dueAt = at;
    this.#timer = timerAt(host, at, () => {
      this.#dueAt = undefined;
      this.look();
    });
  }
}
