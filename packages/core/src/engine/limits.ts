/** `engine.limits`: named limits, and who holds what. */
import { failure } from "../model/errors.ts";
import { partsOf } from "../model/sharing.ts";
import { checkName } from "../model/step-name.ts";
import type { Internals } from "./internals.ts";

/** A place that runs share: a named limit, the concurrency of a workflow, or a rate; of each key its own. */
export interface LimitUse {
  readonly kind: "limit" | "workflow" | "rate";
  /** Of the limit, or of the workflow. */
  readonly name: string;
  /** Undefined where there are no keys. */
  readonly key: string | undefined;
  /** Units; of a rate beginnings per period. Undefined for a limit that was removed, and for a rate that nobody waits for. */
  readonly capacity: number | undefined;
  readonly used: number;
  /** Ids of runs that hold it, at most 10: those that hold the least first, the oldest of them before the others. */
  readonly holders: readonly string[];
  /** How many runs wait for it. */
  readonly waiting: number;
}

/** Named limits of a namespace, kept in its store: every process sees a change at once. */
export interface Limits {
  /**
   * Sets how many units a limit has. Raising it lets those that wait go on; lowering it takes nothing away from those
   * that hold units. 0 closes it for now.
   * @throws invalid-name, invalid-option
   */
  set(name: string, units: number): Promise<void>;
  /** Every named limit, and every place that is held or waited for, by kind and name; at most 1,000. */
  list(): Promise<readonly LimitUse[]>;
  /** Forgets a limit; who waits for it waits until it is set again. @returns false when there was none */
  remove(name: string): Promise<boolean>;
}

/** @param live the engine's parts, or engine-closed */
export function limitsOf(live: (operation: string) => Internals): Limits {
  return {
    async set(name, units) {
      const { store, settings, worker } = live("limits.set");
      checkName("limit", name);
      if (!Number.isSafeInteger(units) || units < 0)
        throw failure("invalid-option", {
          where: "limits.set",
          option: "units",
          problem: "must be a whole number from 0",
        });
      await store.setLimit(name, units, settings.host.now());
      await worker.lookAround();
    },
    async list() {
      const { store, settings } = live("limits.list");
      const rows = await store.places(settings.host.now());
      return rows.map(({ place, ...use }) => ({ ...partsOf(place), ...use }));
    },
    async remove(name) {
      return await live("limits.remove").store.removeLimit(checkName("limit", name));
    },
  };
}
