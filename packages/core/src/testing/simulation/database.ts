/** The store of a simulated world: the shipped one on SQLite's in-memory file system, empty at the beginning. */
import { type Exchange, memoryWake, newExchange } from "../../store/memory/memory-wake.ts";
import type { StoreProvider } from "../../store/port.ts";
import type { Connection } from "../../store/sqlite/driver.ts";
import { connect } from "../../store/sqlite/open.ts";
import { openStore } from "../../store/sqlite/store.ts";

/** Distinguishes the databases of one process; nobody sees it. */
let databases = 0;

export class Database implements StoreProvider {
  readonly label = "simulated:";
  readonly #location = `file:/simulated-${databases++}?vfs=memdb`;
  readonly #exchange: Exchange = newExchange();
  /** Keeps the database while no engine is open. */
  readonly #anchor: Connection;

  constructor() {
    this.#anchor = connect({ location: this.#location, busyMs: 0 });
    // A connection takes hold of the database with its first use.
    this.#anchor.value("PRAGMA user_version");
  }

  readonly open: StoreProvider["open"] = async (options) => {
    const { host } = options;
    const place = {
      host,
      path: this.label,
      location: this.#location,
      kind: "memory",
      busyMs: 60_000,
      connect,
    } as const;
    return await openStore({ label: this.label, place, options, wake: () => memoryWake(host, this.#exchange) });
  };

  /** A table of the user's, for what transactions write. Once the store is there: in an empty database it makes its own. */
  makeBooks(): void {
    this.#anchor.exec("CREATE TABLE books (token TEXT NOT NULL)");
  }

  /** What transactions have left. */
  booked(): string[] {
    return this.#anchor
      .stmt("SELECT token FROM books ORDER BY rowid")
      .all()
      .map(([token]) => String(token));
  }

  close(): void {
    this.#anchor.close();
  }
}
