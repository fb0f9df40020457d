/**
 * Opening the file: is it ours, writable, whole, of a schema that we know?
 *
 * Nothing is written before these are answered, and nothing is ever repaired.
 */
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { failure } from "../../model/errors.ts";
import { whenFree } from "./busy.ts";
import { Connection, type ConnectionOptions } from "./driver.ts";
import { checkSchema, identify, migrate } from "./migrate.ts";
import type { Place } from "./place.ts";
import { asFailure, isBusy, isSqlite } from "./sql-error.ts";
import { checkIfNeeded } from "./wholeness.ts";

export interface Opened {
  readonly db: Connection;
  /** Its last process died, and it was too large to be checked before it was opened. */
  readonly unchecked: boolean;
}

/** The WAL is cut to this after a checkpoint; it grows further only within a long transaction. */
const walBytes = 64 * 1024 * 1024;
const magic = "SQLite format 3\0";

export function connect(options: ConnectionOptions): Connection {
  return new Connection(options);
}

/** @throws store-unreadable, store-read-only, store-too-new, store-damaged */
export async function openDatabase(place: Place): Promise<Opened> {
  const checked = place.kind === "file" ? await inspect(place) : "whole";
  const db = tryOr(place, () => newConnection(place));
  try {
    await whenFree(place, "open", () => tryOr(place, () => begin(db, place)));
    return { db, unchecked: checked === "beside" };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** By a connection that cannot write: one that can would move a foreign or damaged -wal into its file on closing. */
async function inspect(place: Place): Promise<"whole" | "beside"> {
  const { path } = place;
  checkFile(path);
  if (statSync(path, { throwIfNoEntry: false })?.size === 0 || !existsSync(path)) return "whole";
  const db = tryOr(place, () => newConnection(place, true));
  try {
    return await whenFree(place, "open", () =>
      tryOr(place, () => {
        const identity = identify(db);
        if (identity === "foreign") {
          throw failure("store-unreadable", { path, problem: "it is a database of something else" });
        }
        if (identity === "empty") return "whole";
        checkSchema(db, path);
        return checkIfNeeded(db, place);
      }),
    );
  } finally {
    db.close();
  }
}

/** Without a sleep of SQLite's own: it would stop the event loop. */
function newConnection(place: Place, readOnly = false): Connection {
  return place.connect({ location: place.location, busyMs: 0, readOnly });
}

/** Opens the database anew after an outcome-unknown; its identity was checked before. */
export function reopen(place: Place): Connection {
  const db = newConnection(place);
  configure(db, place);
  return db;
}

function begin(db: Connection, place: Place): void {
  configure(db, place);
  proveWritable(db);
  migrate(db, { path: place.path, now: place.host.now() });
}

/** On a read-only file BEGIN IMMEDIATE quietly begins a reading transaction; only a write finds out. */
function proveWritable(db: Connection): void {
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec(`PRAGMA user_version = ${Number(db.value("PRAGMA user_version"))}`);
  } finally {
    if (db.inTransaction) db.exec("ROLLBACK");
  }
}

function configure(db: Connection, place: Place): void {
  if (place.kind === "file") {
    db.exec("PRAGMA journal_mode = WAL");
    // Not NORMAL: what a commit has said must survive a loss of power.
    db.exec("PRAGMA synchronous = FULL");
    db.exec(`PRAGMA journal_size_limit = ${walBytes}`);
  } else {
    db.exec("PRAGMA synchronous = OFF");
  }
  db.exec("PRAGMA foreign_keys = ON");
  db.exec("PRAGMA trusted_schema = OFF");
  db.exec("PRAGMA temp_store = MEMORY");
}

function checkFile(path: string): void {
  const folder = dirname(path);
  if (!existsSync(folder)) throw failure("store-unreadable", { path, problem: `its folder ${folder} does not exist` });
  if (!existsSync(path)) {
    if (!isWritable(folder)) throw failure("store-read-only", { path });
    return;
  }
  if (!statSync(path).isFile()) throw failure("store-unreadable", { path, problem: "it is not a file" });
  const head = headOf(path);
  if (head !== "" && head !== magic) {
    throw failure("store-unreadable", { path, problem: "it is not a database" });
  }
}

function headOf(path: string): string {
  const bytes = new Uint8Array(magic.length);
  try {
    const file = openSync(path, "r");
    try {
      return String.fromCharCode(...bytes.subarray(0, readSync(file, bytes)));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw failure("store-unreadable", { path, problem: error instanceof Error ? error.message : "" }, error);
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Locks pass through for the caller to wait; the rest becomes an error of ours. */
function tryOr<T>(place: Place, attempt: () => T): T {
  try {
    return attempt();
  } catch (error) {
    if (isBusy(error)) throw error;
    const { path } = place;
    // SQLite says CANTOPEN when it may not create the -wal or -shm.
    const barred =
      isSqlite(error, "cannotOpen") && existsSync(path) && !(isWritable(path) && isWritable(dirname(path)));
    throw barred ? failure("store-read-only", { path }, error) : asFailure(error, { path, operation: "open" });
  }
}
