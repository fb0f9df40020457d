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

/** Where a value may be named that stands apart. */
const named = [
  "run_inputs.value",
  "run_data.value",
  "run_data.inherited",
  "inbox.payload",
  "journal.value",
  "runs.output",
  "runs.error",
];

const unkeptSql = named
  .map((place) => {
    const [table, column] = place.split(".");
    const run = table === "runs" ? "key" : "run";
    return `SELECT '${place} of ' || ${run} FROM ${table} WHERE ${column} >= '$b:' AND ${column} < '$b;'
      ${table === "inbox" ? "AND taken = 0" : ""} AND NOT EXISTS (SELECT 1 FROM blob_uses JOIN blobs USING (hash)
        WHERE blob_uses.run = ${table}.${run} AND hash = substr(${place}, 4))`;
  })
  .join(" UNION ALL ");

export function unkeptValues(db: Connection): string[] {
  return db
    .stmt(unkeptSql)
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
