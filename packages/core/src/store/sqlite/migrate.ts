/** Brings a database to this version's schema, or says why it cannot be used. */
import { failure } from "../../model/errors.ts";
import type { Connection } from "./driver.ts";
import { applicationId, knownSchema, type Migration, migrationChecksum, migrations } from "./schema.ts";

export type Identity = "empty" | "ours" | "foreign";

/** Whose file it is. Reads only, and of one instant: another process may be making its tables just now. */
export function identify(db: Connection): Identity {
  db.exec("BEGIN");
  try {
    const mark = db.value("PRAGMA application_id");
    if (mark === applicationId) return "ours";
    const tables = db.value("SELECT count(*) FROM sqlite_schema");
    return mark === 0 && tables === 0 ? "empty" : "foreign";
  } finally {
    if (db.inTransaction) db.exec("ROLLBACK");
  }
}

/**
 * Applies what is missing, in one transaction. A database that is up to date is not written.
 * A schema that is new is put into the file at once: else the file of a first process that dies would be empty without
 * its -wal, and whoever lost that would begin anew without a word.
 * @throws store-too-new, store-unreadable
 */
export function migrate(db: Connection, place: { readonly path: string; readonly now: number }): void {
  if (schemaOf(db) < knownSchema) {
    db.exec("BEGIN IMMEDIATE");
    try {
      // Read again under the lock: another process may have been faster.
      for (const migration of migrations.slice(schemaOf(db))) apply(db, migration, place.now);
      db.exec("COMMIT");
    } finally {
      if (db.inTransaction) db.exec("ROLLBACK");
    }
    // Says "busy" in its row while others read; they have opened the file, and the last to close it moves the rest.
    db.stmt("PRAGMA wal_checkpoint(PASSIVE)").all();
  }
  checkSchema(db, place.path);
}

function schemaOf(db: Connection): number {
  return Number(db.value("PRAGMA user_version"));
}

function apply(db: Connection, migration: Migration, now: number): void {
  if (migration.number === 1) {
    db.exec(`PRAGMA application_id = ${applicationId}`);
    db.exec(
      `CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum INTEGER NOT NULL,
       works_from INTEGER NOT NULL, applied_at INTEGER NOT NULL) STRICT`,
    );
  }
  db.exec(migration.sql);
  db.exec(`PRAGMA user_version = ${migration.number}`);
  db.stmt("INSERT INTO migrations (number, name, checksum, works_from, applied_at) VALUES (?, ?, ?, ?, ?)").run(
    migration.number,
    migration.name,
    migrationChecksum(migration),
    migration.worksFrom,
    now,
  );
}

/** What is applied must be what this version knows, or newer and meant to work with it. Reads only. */
export function checkSchema(db: Connection, path: string): void {
  const applied = db.stmt("SELECT number, checksum, works_from FROM migrations ORDER BY number").all();
  const found = schemaOf(db);
  // A newer release only adds, and says down to which schema older code still works.
  const worksFrom = Math.max(...applied.map((row) => Number(row[2])));
  if (found > knownSchema && worksFrom > knownSchema) {
    throw failure("store-too-new", { path, found, known: knownSchema });
  }
  for (const migration of migrations) {
    const row = applied.find(([number]) => number === migration.number);
    if (migration.number > found || row?.[1] === migrationChecksum(migration)) continue;
    const problem = `its migration ${migration.number} (${migration.name}) is not the one that this version knows`;
    throw failure("store-unreadable", { path, problem });
  }
}
