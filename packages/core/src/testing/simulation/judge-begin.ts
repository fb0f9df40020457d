/**
 * What bodies may do as they begin, in whatever process and attempt: what may begin once does, nothing begins once its
 * run is asked to end, and each attempt is told the same (invariants 12, 14).
 */
import { fenceOf, type KnownRun } from "./known-run.ts";
import type { Nature } from "./plan.ts";
import type { Begun } from "./under-way.ts";

export interface BeginningsParts extends Nature {
  readonly clock: { readonly elapsed: number; now(): number };
}

/** What is asked of a run reaches whoever executes it within that time, where nothing is in the way. */
const heardMs = 1_000;

export class Beginnings {
  readonly #parts: BeginningsParts;
  /** What each step was told, by its run and name. */
  readonly #drawn = new Map<string, string>();
  /** Those that begin once, with their attempts. */
  readonly #once = new Set<string>();

  constructor(parts: BeginningsParts) {
    this.#parts = parts;
  }

  *problems({ execution, s, body, run }: Begun): Generator<string> {
    const step = `${execution.name} ${body.name}`;
    const drawn = `${s.key} ${s.uuid()} ${s.random()} ${s.now().getTime()}`;
    const before = this.#drawn.get(step) ?? drawn;
    if (drawn !== before) yield `it draws ${drawn}, and drew ${before} before`;
    this.#drawn.set(step, drawn);
    if (body.once) {
      const attempt = `${step} ${s.attempt}`;
      if (this.#once.has(attempt)) yield "it may have begun before, and was to begin at most once";
      this.#once.add(attempt);
    }
    if (run !== undefined && run.fences.get(s.fence) !== execution.actor.number)
      yield `its writes are fenced by ${s.fence}, under which its process has never held the run`;
    if (run !== undefined && fenceOf(run) === s.fence) yield* this.#ofHeld(run, body);
  }

  *#ofHeld(run: KnownRun, { name, once, shielded }: Begun["body"]): Generator<string> {
    const { smooth, steady, clock } = this.#parts;
    if (once && run.outcomes.get(name)?.kind !== "step-started") yield "that it would begin is not on disk";
    if (shielded) return;
    if (steady && run.claimedAt > run.deadline)
      yield `its run's time was over ${run.claimedAt - run.deadline} ms before it was claimed`;
    if (!smooth) return;
    if (clock.elapsed - (run.cancelledSince ?? clock.elapsed) > heardMs)
      yield `it began ${heardMs} ms after its run was asked to end`;
    if (steady && clock.now() - run.deadline > heardMs)
      yield `it began ${clock.now() - run.deadline} ms after its run's time was over`;
  }
}
