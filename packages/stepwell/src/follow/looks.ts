/** Looks at a run that is followed: what executes, where it stands and why; and shows it, not too often. */
import {
  formatMs,
  type Host,
  isFailure,
  isFinished,
  limits,
  type RunHandle,
  type RunState,
  type Stepwell,
  type TreeActivity,
  type WorkerRow,
} from "@stepwell/core";
import type { FollowView } from "./view.ts";

export interface LooksParts {
  readonly engine: Stepwell;
  readonly handle: RunHandle;
  readonly view: FollowView;
  readonly host: Host;
}

/** At most ten pictures a second, and never more than a fiftieth of the time. */
const lookEveryMs = 100;
const share = 50;
/** How often the store is asked; and while nothing executes, only a countdown moves. */
const restingMs = 1_000;

export class Looks {
  /** Ms between two looks. */
  everyMs = lookEveryMs;
  readonly #parts: LooksParts;
  #status: RunState = "pending";
  /** When the status was learnt, ms. */
  #since: number;
  #why = "";
  /** When the store was last asked, ms. */
  #askedAt = 0;
  /** What executes in other processes. */
  #activity: readonly TreeActivity[] = [];
  readonly #totals = new Map<string, number>();
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(parts: LooksParts) {
    this.#parts = parts;
    this.#since = parts.host.now();
  }

  learn(status: RunState): void {
    this.#status = status;
    this.#since = this.#parts.host.now();
    this.#why = "";
    this.#askedAt = 0;
  }

  /** Shows what is known. */
  look(): void {
    const { host, view, handle } = this.#parts;
    const from = host.monotonic();
    if (from - this.#lastAt < lookEveryMs) return;
    this.#lastAt = from;
    const here = handle.executing();
    // What this process executes it knows better; the run's own progress is only announced.
    const executing = here.length === 0 ? this.#activity : [...here, ...this.#activity.filter(({ op }) => op === "")];
    for (const [path, items] of handle.items()) this.#totals.set(path, items);
    view.look({ now: host.now(), status: this.#status, why: this.#why, executing, totals: this.#totals });
    const cost = host.monotonic() - from;
    this.everyMs = Math.min(restingMs, Math.max(lookEveryMs, cost * share));
  }

  /** Until the signal. @param mayLook false while what is recorded is not all taken yet */
  async lookAgainAndAgain(signal: AbortSignal, mayLook: () => boolean): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#ask();
        if (!signal.aborted && mayLook()) this.look();
      } catch (error) {
        if (isFailure(error, "engine-closed")) return;
        throw error;
      }
      await pause(this.#parts.host, this.everyMs, signal);
    }
  }

  /** Asks the store for what this process does not know by itself. */
  async #ask(): Promise<void> {
    const { handle, host } = this.#parts;
    const now = host.now();
    if (now - this.#askedAt < restingMs) return;
    this.#askedAt = now;
    const running = this.#status === "running";
    this.#activity = running ? await handle.activity() : [];
    if (isFinished(this.#status)) this.#why = "";
    else if (running) this.#why = handle.executing().length > 0 ? "" : await this.#whyNobodyGoesOn(now);
    // That a worker is about to take it is no news.
    else if (this.#status !== "pending" || now - this.#since >= restingMs) this.#why = await handle.why();
  }

  /** Of a run that executes elsewhere: "" where that is known. What takes long there was announced while it lived. */
  async #whyNobodyGoesOn(now: number): Promise<string> {
    const { handle, engine } = this.#parts;
    const { orphaned, why = "" } = await handle.status();
    if (orphaned) return why;
    return this.#activity.length > 0 ? "" : silenceOf(await engine.workers(), now);
  }
}

/** Nobody can tell whether a worker that says nothing is dead, unless its process is known to be gone. */
function silenceOf(workers: readonly WorkerRow[], now: number): string {
  const silent = workers.find(({ beatAt }) => now - beatAt > limits.heartbeatMs + restingMs);
  if (silent === undefined) return "";
  const left = silent.beatAt + limits.leaseMs - now;
  const then =
    left > 0 ? `its runs are taken over in ${formatMs(left)} unless it speaks` : "its runs are taken over now";
  return `worker ${silent.name} has been silent for ${formatMs(now - silent.beatAt)}; ${then}`;
}

function pause(host: Host, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = host.timer(ms, done);
    function done(): void {
      signal.removeEventListener("abort", done);
      timer.cancel();
      resolve();
    }
    signal.addEventListener("abort", done);
  });
}
