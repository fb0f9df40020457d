/** Lets callers wait until something of a run may have changed, here or in another process. */
import type { RunKey } from "../store/port.ts";

export class Changes {
  readonly #waiting = new Map<RunKey, Set<() => void>>();

  /** Something of the run has changed, on disk. */
  changed(run: RunKey): void {
    const waiting = this.#waiting.get(run);
    if (waiting === undefined) return;
    this.#waiting.delete(run);
    for (const wake of waiting) wake();
  }

  /** Another process has changed something: nobody here knows what. */
  anyChanged(): void {
    for (const run of [...this.#waiting.keys()]) this.changed(run);
  }

  get anybody(): boolean {
    return this.#waiting.size > 0;
  }

  /** Resolves at the next change. Ask for it before reading, or a change in between is missed. */
  next(run: RunKey): { readonly happened: Promise<void>; forget(): void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiting = this.#waiting.get(run) ?? new Set();
    waiting.add(resolve);
    this.#waiting.set(run, waiting);
    return {
      happened: promise,
      forget: () => {
        waiting.delete(resolve);
        if (waiting.size === 0 && this.#waiting.get(run) === waiting) this.#waiting.delete(run);
      },
    };
  }
}
