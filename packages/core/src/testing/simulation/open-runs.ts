/** Runs that have not ended, as they are on disk: read once, until something is written. */
import type { RunRow, Store } from "../../store/port.ts";

export class OpenRuns {
  readonly #version: () => number;
  #rows: readonly RunRow[] = [];
  /** The version when they were read, and when `moved` was asked last. */
  #readAt: number | undefined;
  #askedAt: number | undefined;

  /** @param version of the database: moves when somebody has written */
  constructor(version: () => number) {
    this.#version = version;
  }

  async read(store: Store): Promise<readonly RunRow[]> {
    const version = this.#version();
    if (version === this.#readAt) return this.#rows;
    const rows: RunRow[] = [];
    let cursor: string | undefined;
    do {
      const filter = { status: ["pending", "running", "waiting", "paused", "blocked"] as const };
      const page = await store.list(filter, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
      rows.push(...page.items);
      cursor = page.next;
    } while (cursor !== undefined);
    this.#rows = rows;
    this.#readAt = version;
    return rows;
  }

  /** False when it was asked before, and nothing was written since. */
  moved(): boolean {
    const version = this.#version();
    const moved = version !== this.#askedAt;
    this.#askedAt = version;
    return moved;
  }
}
