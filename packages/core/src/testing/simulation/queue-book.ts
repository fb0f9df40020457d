/** When queues were paused and resumed, and when runs of them were taken: of a paused one none may be. */
import type { CommitResult } from "../../store/port.ts";

export interface QueueWish {
  readonly paused: boolean;
}

interface Asked extends QueueWish {
  readonly name: string;
  /** Things that had happened when it began, and when it was on disk. */
  readonly begunAt: number;
  readonly landedAt: number;
}

interface Taken {
  readonly id: string;
  readonly queue: string;
  readonly begunAt: number;
  readonly landedAt: number;
}

export class QueueBook {
  readonly #clock: { readonly turns: number };
  readonly #asked: Asked[] = [];
  readonly #taken: Taken[] = [];

  constructor(clock: { readonly turns: number }) {
    this.#clock = clock;
  }

  asked(wish: Omit<Asked, "landedAt">): void {
    this.#asked.push({ ...wish, landedAt: this.#clock.turns });
  }

  claimed({ claimed, starts }: CommitResult, begunAt: number): void {
    const landedAt = this.#clock.turns;
    for (const { row } of claimed) this.#taken.push({ id: row.id, queue: row.queue, begunAt, landedAt });
    for (const outcome of starts)
      if (outcome.created && outcome.row.status === "running")
        this.#taken.push({ id: outcome.row.id, queue: outcome.row.queue, begunAt, landedAt });
  }

  /** Somebody has resumed it since so many things had happened. */
  resumedSince(name: string, turns: number): boolean {
    return this.#asked.some((wish) => wish.name === name && !wish.paused && wish.landedAt >= turns);
  }

  /** What was taken while its queue was paused, whatever came first of what happened at the same time. */
  *problems(): Generator<string> {
    for (const { id, queue, begunAt, landedAt } of this.#taken) {
      const pause = this.#asked.findLast((wish) => wish.name === queue && wish.paused && wish.landedAt < begunAt);
      if (pause === undefined) continue;
      const resumed = this.#asked.some(
        (wish) => wish.name === queue && !wish.paused && wish.landedAt >= pause.begunAt && wish.begunAt <= landedAt,
      );
      if (!resumed) yield `run ${id} was taken from queue ${queue}, which was paused`;
    }
  }
}
