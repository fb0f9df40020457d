/** Lets callers wait until something of a run may have changed, here or in another process. */
import type { RunChange, RunKey } from "../store/port.ts";

/** What happened to a run: a change of its state that was committed here, or nothing that is known. */
export type Heard = RunChange | undefined;

type Listener = (heard: Heard) => void;

/** One wait. Forget it when the answer is no longer wanted. */
export interface Wait {
  readonly happened: Promise<Heard>;
  forget(): void;
}

export class Changes {
  readonly #anything = new Map<RunKey, Set<Listener>>();
  readonly #state = new Map<RunKey, Set<Listener>>();

  /** Something of the run is on disk: entries or logs, or a new state. */
  changed(run: RunKey, change: RunChange | undefined): void {
    wake(this.#anything, run, change);
    if (change !== undefined) wake(this.#state, run, change);
  }

  /** The state of a run may be another one, for reasons that were not committed here. */
  stateMayDiffer(run: RunKey): void {
    wake(this.#anything, run, undefined);
    wake(this.#state, run, undefined);
  }

  /** Another process has changed something: nobody here knows what. */
  anyChanged(): void {
    for (const run of [...this.#anything.keys()]) wake(this.#anything, run, undefined);
    for (const run of [...this.#state.keys()]) wake(this.#state, run, undefined);
  }

  /** Resolves at the next change of any kind. Ask for it before reading, or a change in between is missed. */
  next(run: RunKey): Wait {
    return listen(this.#anything, run);
  }

  /** The same for changes of the state only: waiting for a result must not cost anything at every step. */
  nextState(run: RunKey): Wait {
    return listen(this.#state, run);
  }
}

function wake(waiting: Map<RunKey, Set<Listener>>, run: RunKey, heard: Heard): void {
  const listeners = waiting.get(run);
  if (listeners === undefined) return;
  waiting.delete(run);
  for (const listener of listeners) listener(heard);
}

function listen(waiting: Map<RunKey, Set<Listener>>, run: RunKey): Wait {
  const { promise, resolve } = Promise.withResolvers<Heard>();
  const listeners = waiting.get(run) ?? new Set();
  listeners.add(resolve);
  waiting.set(run, listeners);
  const forget = (): void => {
    listeners.delete(resolve);
    if (listeners.size === 0 && waiting.get(run) === listeners) waiting.delete(run);
  };
  return { happened: promise, forget };
}
