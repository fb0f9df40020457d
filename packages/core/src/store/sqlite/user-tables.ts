/**
 * What the SQL of users may touch: their own tables in the database, and none of the engine's.
 *
 * SQLite itself asks, while it compiles a statement, about every table that the statement, its views and its triggers
 * would touch: what is refused here cannot be reached by any wording.
 */
import { constants } from "node:sqlite";
import type { Connection } from "./driver.ts";
import { migrations } from "./schema.ts";

const c = constants;

const temporary = "temporary tables are not possible here";

const refusals: Readonly<Record<number, string>> = {
  [c.SQLITE_TRANSACTION]: "the engine begins and ends the transaction itself",
  [c.SQLITE_SAVEPOINT]: "savepoints are not possible here",
  [c.SQLITE_ATTACH]: "another database cannot be attached here",
  [c.SQLITE_DETACH]: "another database cannot be detached here",
  [c.SQLITE_PRAGMA]: "PRAGMA is not possible here",
  [c.SQLITE_CREATE_TEMP_TABLE]: temporary,
  [c.SQLITE_CREATE_TEMP_VIEW]: temporary,
  [c.SQLITE_CREATE_TEMP_TRIGGER]: temporary,
};

/** Which argument of the question names a table. */
const tableFirst: ReadonlySet<number> = new Set([
  c.SQLITE_READ,
  c.SQLITE_INSERT,
  c.SQLITE_UPDATE,
  c.SQLITE_DELETE,
  c.SQLITE_CREATE_TABLE,
  c.SQLITE_DROP_TABLE,
  c.SQLITE_CREATE_VIEW,
  c.SQLITE_DROP_VIEW,
  c.SQLITE_CREATE_VTABLE,
  c.SQLITE_DROP_VTABLE,
]);
const tableSecond: ReadonlySet<number> = new Set([
  c.SQLITE_CREATE_INDEX,
  c.SQLITE_DROP_INDEX,
  c.SQLITE_CREATE_TRIGGER,
  c.SQLITE_DROP_TRIGGER,
  c.SQLITE_ALTER_TABLE,
]);
const harmless: ReadonlySet<number> = new Set([c.SQLITE_SELECT, c.SQLITE_FUNCTION, c.SQLITE_RECURSIVE]);

/** Every table that the schema makes, and SQLite's own counters of AUTOINCREMENT, which workers have. */
const ownTables: ReadonlySet<string> = new Set([
  "migrations",
  "sqlite_sequence",
  ...migrations.flatMap(({ sql }) => [...sql.matchAll(/CREATE TABLE (\w+)/g)].map(([, name = ""]) => name)),
]);

/** A connection's door for the SQL of users. */
export interface UserDoor {
  /** Prepares and executes with the rules in force; `fn` must do both. */
  through<T>(fn: () => T): T;
  /** Why the last statement was refused; undefined when it was not. */
  readonly refusal: string | undefined;
}

const doors = new WeakMap<Connection, UserDoor>();

export function userDoor(db: Connection): UserDoor {
  let door = doors.get(db);
  if (door === undefined) {
    door = makeDoor(db);
    doors.set(db, door);
  }
  return door;
}

function makeDoor(db: Connection): UserDoor {
  let inForce = false;
  let refusal: string | undefined;
  // Installed once: each time anew, it would have all of the engine's own statements prepared again.
  db.authorize((action, first, second, database) => {
    if (!inForce) return c.SQLITE_OK;
    const problem = problemOf({ action, first, second, database });
    if (problem === undefined) return c.SQLITE_OK;
    refusal ??= problem;
    return c.SQLITE_DENY;
  });
  return {
    through(fn) {
      refusal = undefined;
      inForce = true;
      try {
        return fn();
      } finally {
        inForce = false;
      }
    },
    get refusal() {
      return refusal;
    },
  };
}

interface Question {
  readonly action: number;
  readonly first: string | null;
  readonly second: string | null;
  readonly database: string | null;
}

function problemOf({ action, first, second, database }: Question): string | undefined {
  if (harmless.has(action)) return undefined;
  const table = tableFirst.has(action) ? first : tableSecond.has(action) ? second : undefined;
  if (table === undefined) return refusals[action] ?? "this kind of statement is not possible here";
  if (ownTables.has(String(table).toLowerCase())) return `${table} is a table of the engine's`;
  // A temporary table could stand before one of the engine's. (SQLite looks into the list of them by itself.)
  if (database === "temp" && table !== "sqlite_temp_master") return temporary;
  return undefined;
}
