/**
 * Opening the file: is it ours, writable, whole, of a schema that we know?
 *
 * Nothing is written before these are answered, and nothing is ever repaired.
 */
import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { ProcessProof } from "../../host/port.ts";
import { failure } from "../../model/errors.ts";
import { limits } from "../../model/limits.ts";
import { type Patience, whenFree } from "./busy.ts";
import { Connection, type ConnectionOptions } from "./driver.ts";
import { checkSchema, identify, migrate } from "./migrate.ts";
import { asFailure, isBusy, isSqlite } from "./sql-error.ts";

/** Where the data lives and how it is spoken of. */
export interface Place extends Patience {
  /** File name, or a file: URI. */
  readonly location: string;
  readonly kind: "file" | "memory";
  readonly connect: Connect;
}

export type Connect = (options: ConnectionOptions) => Connection;

/** The WAL is cut to this after a checkpoint; it grows further only within a long transaction. */
const walBytes = 64 * 1024 * 1024;
const magic = "SQLite format 3\0";

export function connect(options: ConnectionOptions): Connection {
  return new Connection(options);
}

/** @throws store-unreadable, store-read-only, store-too-new, store-damaged */
export async function openDatabase(place: Place): Promise<Connection> {
  if (place.kind === "file") await inspect(place);
  const db = tryOr(place, () => newConnection(place));
  try {
    await whenFree(place, "open", () => tryOr(place, () => begin(db, place)));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/** By a connection that cannot write: one that can would move a foreign or damaged -wal into its file on closing. */
async function inspect(place: Place): Promise<void> {
  const { path } = place;
  checkFile(path);
  if (sizeOf(path) === 0) return;
  const walLeft = sizeOf(`${path}-wal`) > 0;
  const db = tryOr(place, () => newConnection(place, true));
  try {
    await whenFree(place, "open", () =>
      tryOr(place, () => {
        const identity = identify(db);
        if (identity === "foreign") {
          throw failure("store-unreadable", { path, problem: "it is a database of something else" });
        }
        if (identity === "empty") return;
        checkSchema(db, path);
        if (walLeft && !someoneLives(db, place)) quickCheck(db, path);
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

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
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

/** A -wal without anybody alive was left by a process that died: the one moment at which a check pays. */
function someoneLives(db: Connection, place: Place): boolean {
  const rows = db
    .stmt("SELECT machine, boot, pid_namespace, pid, process_started, beat_at FROM workers WHERE dead_at IS NULL")
    .all();
  const horizon = place.host.now() - limits.leaseMs;
  return rows.some((row) => {
    const [machine, boot, pidNamespace, pid, started, beatAt] = row;
    const proof = { machine, boot, pidNamespace, pid, started } as ProcessProof;
    return Number(beatAt) > horizon && !place.host.isProvablyDead(proof);
  });
}

function quickCheck(db: Connection, path: string): void {
  const found = db.stmt("PRAGMA quick_check(1)").all();
  const problem = String(found[0]?.[0]);
  if (problem !== "ok") throw failure("store-damaged", { path, problem });
}
