/** What is left in a database of runs that are not there any more. */
import type { Connection } from "../../store/sqlite/driver.ts";

/** What names a run that is there, in the tables that go at once; in the others while nobody has cleared up yet. */
const atOnce = ["awaits.child", "awaits.parent", "needs.run", "needs.heir_of", "run_tags.run", "run_attributes.run"];
const later = [
  "journal.run",
  "logs.run",
  "run_data.run",
  "run_inputs.run",
  "inbox.run",
  "activity.run",
  "asks.run",
  "blob_uses.run",
];

function sqlOf(place: string, there: string): string {
  const [table, column] = place.split(".");
  return `SELECT DISTINCT '${place} ' || ${column} FROM ${table} WHERE ${column} IS NOT NULL AND ${column} NOT IN (${there})`;
}

const runs = "SELECT key FROM runs";
const strayRowsSql = [
  ...atOnce.map((place) => sqlOf(place, runs)),
  ...later.map((place) => sqlOf(place, `${runs} UNION ALL SELECT run FROM clearing`)),
  "SELECT 'blob ' || hash FROM blobs WHERE hash NOT IN (SELECT hash FROM blob_uses)",
].join(" UNION ALL ");

export function strayRows(db: Connection): string[] {
  return db
    .stmt(strayRowsSql)
    .all()
    .map(([what]) => String(what));
}

export function isThere(db: Connection, run: number): boolean {
  return db.stmt("SELECT 1 FROM runs WHERE key = ?").get(run) !== undefined;
}

/** Runs of which something is still to be cleared up. */
export function halfCleared(db: Connection): number {
  return Number(db.value("SELECT count(*) FROM clearing"));
}
