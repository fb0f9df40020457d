/** The store of a simulated world: the shipped one on SQLite's in-memory file system, empty at the beginning. */
import { type Exchange, memoryWake, newExchange } from "../../store/memory/memory-wake.ts";
import type { RunKey, StoreProvider } from "../../store/port.ts";
import { openStore } from "../../store/sqlite/store.ts";
import { OpenRuns } from "./open-runs.ts";
import { Premises } from "./premises.ts";
import { halfCleared, isThere, strayRows, unkeptValues } from "./stray-rows.ts";

/** The newest generation of an id, as its row says. */
export interface ThereRow {
  readonly id: string;
  readonly status: string;
  readonly workflow: string;
  readonly parent: string | undefined;
}

export class Database implements StoreProvider {
  readonly label = "simulated:";
  readonly #premises = Premises.take();
  readonly #exchange: Exchange = newExchange();
  readonly #inlineValueBytes: number | undefined;
  readonly openRuns = new OpenRuns(() => Number(this.#premises.anchor.value("PRAGMA data_version")));

  /** @param inlineValueBytes what is larger stands apart; default: as usual */
  constructor(inlineValueBytes?: number) {
    this.#inlineValueBytes = inlineValueBytes;
  }

  readonly open: StoreProvider["open"] = async (options) => {
    const { host } = options;
    const place = {
      host,
      path: this.label,
      location: this.#premises.location,
      kind: "memory",
      busyMs: 60_000,
      connect: () => this.#premises.connect(this.#inlineValueBytes),
    } as const;
    return await openStore({ label: this.label, place, options, wake: () => memoryWake(host, this.#exchange) });
  };

  /** A table of the user's, for what transactions write. Once the store is there: in an empty database it makes its own. */
  makeBooks(): void {
    this.#premises.anchor.exec("CREATE TABLE IF NOT EXISTS books (token TEXT NOT NULL)");
  }

  /** What transactions have left. */
  booked(): string[] {
    return this.#premises.anchor
      .stmt("SELECT token FROM books ORDER BY rowid")
      .all()
      .map(([token]) => String(token));
  }

  isThere(run: RunKey): boolean {
    return isThere(this.#premises.anchor, run);
  }

  /** The runs that there are. */
  newest(): ThereRow[] {
    return this.#premises.anchor
      .stmt(
        "SELECT id, state, workflow, parent FROM runs WHERE superseded = 0 AND namespace = (SELECT key FROM namespaces WHERE name = 'default')",
      )
      .all()
      .map(([id, status, workflow, parent]) => ({
        id: String(id),
        status: String(status),
        workflow: String(workflow),
        parent: parent === null ? undefined : String(parent),
      }));
  }

  /** What is left of runs that were removed. */
  strays(): string[] {
    return strayRows(this.#premises.anchor);
  }

  /** Values that stand apart, and are not there for a run that names them. */
  unkept(): string[] {
    return this.#inlineValueBytes === undefined ? [] : unkeptValues(this.#premises.anchor);
  }

  halfCleared(): number {
    return halfCleared(this.#premises.anchor);
  }

  close(): void {
    this.#premises.leave();
  }
}
