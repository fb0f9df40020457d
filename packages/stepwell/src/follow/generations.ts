/** Notices when a run that is followed goes on in its next generation. */
import type { RunEventItem } from "@stepwell/core";
import { LineBudget } from "./line-budget.ts";

const burst = 20;
const everyMs = 10_000;

export interface NextGeneration {
  readonly text: string;
  /** False where so many follow each other that to tell of each would hide all else. */
  readonly told: boolean;
}

export class Generations {
  readonly #budget = new LineBudget(burst, everyMs);
  #present: number | undefined;

  /** @returns undefined while the run is in the generation that it was in. @param now ms */
  next({ generation }: RunEventItem, now: number): NextGeneration | undefined {
    const before = this.#present;
    this.#present = generation;
    if (before === undefined || before === generation) return undefined;
    return { text: `goes on as generation ${generation}`, told: this.#budget.takes(now) };
  }
}
