/** How runs stand whose code is executed in this process, for those who look at them. */
import type { Board } from "../interpret/board.ts";

/** Told by the code of definitions (`began` of DefinitionOptions), asked by calls that derive results from journals. */
export class Boards {
  readonly #listening = new Map<string, Set<(board: Board) => void>>();
  readonly #replays = new Map<string, Promise<unknown>>();

  /** The code of a run has begun. */
  tell(runId: string, board: Board): void {
    for (const heard of this.#listening.get(runId) ?? []) heard(board);
  }

  /**
   * The board of a generation as a replay leaves it. Of one run there is one replay at a time: boards do not say which
   * replay they are of.
   */
  async ofReplay<T>(
    run: { readonly id: string; readonly generation: number },
    replay: () => Promise<T>,
  ): Promise<{ readonly board: Board | undefined; readonly replayed: T }> {
    const before = this.#replays.get(run.id);
    const own = (async () => {
      await before;
      let board: Board | undefined;
      const stop = this.#listen(run.id, (heard) => {
        if (heard.generation === run.generation) board = heard;
      });
      try {
        return { replayed: await replay(), board };
      } finally {
        stop();
      }
    })();
    const settled = own.catch(() => {});
    this.#replays.set(run.id, settled);
    try {
      return await own;
    } finally {
      if (this.#replays.get(run.id) === settled) this.#replays.delete(run.id);
    }
  }

  #listen(runId: string, heard: (board: Board) => void): () => void {
    const all = this.#listening.get(runId) ?? new Set();
    this.#listening.set(runId, all.add(heard));
    return () => {
      all.delete(heard);
      if (all.size === 0) this.#listening.delete(runId);
    };
  }
}
