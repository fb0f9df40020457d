/**
 * A database in memory with its connections, which one history after the other has for itself: to make the tables, and to
 * prepare three hundred statements, takes a tenth of what a history takes. Who comes finds the tables, and nothing in them.
 */
import type { Connection } from "../../store/sqlite/driver.ts";
import { connect } from "../../store/sqlite/open.ts";
import { KeptConnection } from "./kept-connection.ts";
import { LentConnection } from "./lent-connection.ts";

/** Distinguishes the databases of one process; nobody sees it. */
let databases = 0;
const free: Premises[] = [];

const tablesSql = `SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'migrations'
  AND (name NOT LIKE 'sqlite%' OR name = 'sqlite_sequence')`;

export class Premises {
  readonly location = `file:/simulated-${databases++}?vfs=memdb`;
  /** Keeps the database while nobody else is connected. */
  readonly anchor: Connection = this.#newConnection();
  readonly #idle: KeptConnection[] = [];
  #lent = 0;

  /** Empty ones, but for the tables of the store if it was there before. */
  static take(): Premises {
    return free.pop() ?? new Premises();
  }

  /** Like a new one: closing it gives it back. @param inlineValueBytes default: as usual */
  connect(inlineValueBytes?: number): Connection {
    const kept = this.#idle.pop() ?? new KeptConnection(this.#newConnection());
    this.#lent++;
    const giveBack = (): void => {
      this.#lent--;
      this.#idle.push(kept);
    };
    const lent = new LentConnection(kept, giveBack, inlineValueBytes);
    return lent as Pick<Connection, keyof Connection> as Connection;
  }

  leave(): void {
    // Whoever has not closed its own may still write.
    if (this.#lent === 0) {
      this.#empty();
      free.push(this);
      return;
    }
    for (const each of [...this.#idle.map(({ connection }) => connection), this.anchor]) each.close();
  }

  #empty(): void {
    const { anchor } = this;
    anchor.exec("BEGIN IMMEDIATE");
    for (const [name] of anchor.stmt(tablesSql).all()) anchor.stmt(`DELETE FROM "${name}"`).run();
    anchor.exec("COMMIT");
  }

  #newConnection(): Connection {
    const made = connect({ location: this.location, busyMs: 0 });
    // A connection takes hold of the database with its first use.
    made.value("PRAGMA user_version");
    return made;
  }
}
