/**
 * A connection that one user after the other has, and what was set on it. SQLite prepares every statement of a
 * connection again when a setting is given anew, or another says what may be prepared: here neither happens.
 */
import { constants } from "node:sqlite";
import type { Connection } from "../../store/sqlite/driver.ts";

type Decide = Parameters<Connection["authorize"]>[0];

/** Those that hold for the connection alone, and until they are given another value. */
const settings = /^PRAGMA (foreign_keys|trusted_schema|temp_store|synchronous) = \w+$/;

export class KeptConnection {
  readonly connection: Connection;
  /** The text by which each was set. */
  readonly #set = new Map<string, string>();
  #decide: Decide = null;
  #asks = false;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  exec(sql: string): void {
    const setting = settings.exec(sql)?.[1];
    if (setting !== undefined && this.#set.get(setting) === sql) return;
    this.connection.exec(sql);
    if (setting !== undefined) this.#set.set(setting, sql);
  }

  authorize(decide: Decide): void {
    this.#decide = decide;
    if (this.#asks) return;
    this.#asks = true;
    this.connection.authorize((...question) => this.#decide?.(...question) ?? constants.SQLITE_OK);
  }

  /** Its user has left: what the next one prepares was never asked about. */
  left(): void {
    this.#decide = null;
    if (this.connection.inTransaction) this.connection.exec("ROLLBACK");
  }
}
