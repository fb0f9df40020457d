/** Bodies that execute now: no two of them compute one shared value, and polls rest between their tries. */
import type { BodyContext } from "../../operations/body-context.ts";
import type { Execution } from "./execution.ts";
import type { Body } from "./judge-attempt.ts";
import { fenceOf, type KnownRun } from "./known-run.ts";
import type { Nature } from "./plan.ts";

/** A body that was begun. */
export interface Begun {
  readonly execution: Execution;
  readonly s: BodyContext;
  readonly body: Body;
  /** The run as it is on disk. */
  readonly run: KnownRun | undefined;
  /** When nobody waits for it any more, ms since the beginning of the world. */
  readonly overAt: number;
}

export interface UnderWayParts extends Pick<Nature, "steady"> {
  readonly clock: { readonly elapsed: number; now(): number };
}

export class UnderWay {
  readonly #parts: UnderWayParts;
  /** By what they will give. */
  readonly #bodies = new Map<string, Begun>();
  /** When the last try of a poll has ended, by its run, name and claim. */
  readonly #triedAt = new Map<string, number>();
  readonly #tries = new Map<string, number>();

  constructor(parts: UnderWayParts) {
    this.#parts = parts;
  }

  /** @returns what is wrong with that */
  begin(token: string, begun: Begun): string | undefined {
    const { execution, body } = begun;
    const poll = pollOf(execution, body.name);
    this.#tries.set(poll, (this.#tries.get(poll) ?? 0) + 1);
    const problem = this.#problem(begun);
    this.#bodies.set(token, begun);
    return problem;
  }

  ended(token: string): void {
    const begun = this.#bodies.get(token);
    if (begun === undefined) return;
    this.#bodies.delete(token);
    this.#triedAt.set(triedBy(begun), this.#parts.clock.now());
  }

  /** How often it was begun, by all processes. */
  triesOf(execution: Execution, name: string): number {
    return this.#tries.get(pollOf(execution, name)) ?? 0;
  }

  #problem(begun: Begun): string | undefined {
    const { cached, repeats = 0, undoes } = begun.body;
    if (undoes)
      for (const { body, execution, overAt } of this.#bodies.values())
        if (execution === begun.execution && body.repeats === undefined && this.#parts.clock.elapsed < overAt)
          return `${body.name} goes on while it is undone`;
    // Who was taken for dead, and does not know it, begins what it was told to compute before that.
    if (cached !== undefined && isLive(begun))
      for (const other of this.#bodies.values())
        if (other.body.cached === cached && isLive(other))
          return `run ${other.execution.id} is computing the same shared value`;
    const restMs = this.#parts.clock.now() - (this.#triedAt.get(triedBy(begun)) ?? -Infinity);
    return this.#parts.steady && restMs < repeats ? `tried again after ${restMs} ms of ${repeats}` : undefined;
  }
}

/** Its process lives and holds the run, whose code still wants it. */
function isLive({ execution, s, run }: Begun): boolean {
  return !execution.actor.dead && fenceOf(run) === s.fence && !s.abortSignal.aborted;
}

function pollOf(execution: Execution, name: string): string {
  return `${execution.name} ${name}`;
}

function triedBy({ execution, s, body }: Begun): string {
  return `${pollOf(execution, body.name)} ${s.fence}`;
}
