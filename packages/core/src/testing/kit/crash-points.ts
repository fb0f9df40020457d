/** The moments at which a process of a crash test may be killed, and what was going to disk at each. */
import type { Host } from "../../host/port.ts";
import { failure } from "../../model/errors.ts";
import type { Batch, StoreProvider } from "../../store/port.ts";
import { aroundStore } from "../around-store.ts";

/** One moment at which the process was or could be killed. */
export interface CrashPoint {
  /** From 1. */
  readonly number: number;
  readonly side: "before" | "after";
  /** What the commit writes, in words: `step charge`, `the end of the run`. */
  readonly writes: readonly string[];
}

export class CrashPoints {
  readonly seen: CrashPoint[] = [];
  readonly #dieAt: number;
  readonly #die: () => void;
  #writes: readonly string[] = [];
  #dead = false;

  /** @param dieAt number of the point; Infinity for none */
  constructor(dieAt: number, die: () => void) {
    this.#dieAt = dieAt;
    this.#die = die;
  }

  /** The parts of a process that is killed at the point. */
  around(parts: { readonly store: StoreProvider; readonly host: Host }): typeof parts {
    // The name of a batch comes with the point, what it holds with the commit that follows.
    const store = aroundStore(parts.store, {
      commit: async (next, batch) => {
        this.#writes = writesOf(batch);
        this.#at("before");
        const result = await next(batch);
        this.#at("after");
        return result;
      },
      transact: async (next, request) => {
        this.#writes = [`transaction ${request.step}`];
        this.#at("before");
        const result = await next(request);
        this.#at("after");
        return result;
      },
    });
    return { store, host: parts.host };
  }

  /** @throws engine-closed: the dead hear of nothing any more */
  #at(side: "before" | "after"): void {
    const point = { number: this.seen.length + 1, side, writes: this.#writes };
    if (this.#dead) return;
    this.seen.push(point);
    if (point.number !== this.#dieAt) return;
    this.#dead = true;
    this.#die();
    throw failure("engine-closed", { operation: "commit of a process that has died" });
  }
}

/** How a run goes on is said only where nothing else is. */
function writesOf({ writes, starts, claim }: Batch): string[] {
  const entries = writes.flatMap((write) => write.entries);
  const told = [
    ...entries.map(({ kind, op }) => (op === "" ? kind : `${words[kind] ?? kind} ${op}`)),
    ...starts.map(({ id }) => `start of ${id}`),
  ];
  if (told.length > 0) return told;
  const changes = writes.flatMap(({ change }) => (change === undefined ? [] : [`${change.event} of a run`]));
  return changes.length > 0 || claim === undefined ? changes : ["a claim"];
}

const words: Readonly<Record<string, string>> = {
  "step-data": "step",
  "step-failed": "failure of step",
  attempt: "failed attempt of",
};
