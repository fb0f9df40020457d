/**
 * How long a run may take whose timeout the engine does not keep: by default active time, in which a wait for people,
 * signals, timers or other runs does not count while nothing else is done.
 *
 * Its timer is one of the run, so whether it was over first is in the journal, and nothing else is written. A retry of
 * the run begins it anew.
 */
import { formatMs, type WorkflowContext } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";

export interface BudgetOptions {
  /** Milliseconds; undefined: any time. */
  readonly ms: number | undefined;
  readonly counts: "active" | "all";
  /** For the error: `workflow "build"`. */
  readonly what: string;
}

export class TimeBudget {
  readonly #wf: WorkflowContext;
  readonly #options: BudgetOptions;
  readonly #over = new AbortController();
  #leftMs: number;
  /** Stages under way that work, and that wait. */
  #working = 0;
  #waiting = 0;
  #stopped = false;
  /** What is under way. */
  #counting: { stop(): void } | undefined;
  /** Lets it count again. */
  #again: (() => void) | undefined;

  constructor(wf: WorkflowContext, options: BudgetOptions) {
    this.#wf = wf;
    this.#options = options;
    this.#leftMs = options.ms ?? 0;
    // It goes on beside the jobs, in the run's own scope: theirs may be given up.
    if (options.ms !== undefined) void this.#count();
  }

  /** Aborted when the time is over, with the error. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  working<T>(work: () => Promise<T>): Promise<T> {
    // Nothing counts, and there are thousands of stages.
    return this.#options.ms === undefined ? work() : this.#workingOn(work);
  }

  async #workingOn<T>(work: () => Promise<T>): Promise<T> {
    this.#working++;
    this.#look();
    try {
      return await work();
    } finally {
      this.#working--;
      this.#look();
    }
  }

  async waiting<T>(wait: () => Promise<T>): Promise<T> {
    this.#waiting++;
    this.#look();
    try {
      return await wait();
    } finally {
      this.#waiting--;
      this.#look();
    }
  }

  /** All is done. */
  stop(): void {
    this.#stopped = true;
    this.#look();
  }

  get #stands(): boolean {
    return this.#stopped || (this.#options.counts === "active" && this.#waiting > 0 && this.#working === 0);
  }

  #look(): void {
    if (this.#options.ms === undefined) return;
    if (this.#stands) this.#counting?.stop();
    else this.#again?.();
  }

  async #count(): Promise<void> {
    const { ms = 0, what } = this.#options;
    while (!this.#stopped) {
      if (this.#stands) {
        await new Promise<void>((resolve) => {
          this.#again = resolve;
        });
        this.#again = undefined;
        continue;
      }
      const limit = this.#wf.timeLimit(this.#leftMs, { name: "time limit", again: ms });
      const { signal } = limit;
      const stopped = new Promise<void>((resolve) => {
        this.#counting = { stop: resolve };
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      await stopped;
      this.#counting = undefined;
      if (signal.aborted) {
        this.#over.abort(declarativeFailure("part-timed-out", { what, limit: formatMs(ms) }, signal.reason));
        return;
      }
      this.#leftMs = Math.max(1, limit.leftMs());
      limit.stop();
    }
  }
}
