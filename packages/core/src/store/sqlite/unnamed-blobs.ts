/** A large value that a place of a run does not name any more: it goes, if none does. */
import type { RunKey } from "../port.ts";
import { blobText, forgetUse } from "./blobs.ts";
import type { Connection } from "./driver.ts";

/** The same places as those in which blobs.ts puts names. */
const namedSql = `SELECT 1 FROM (
    SELECT input AS name FROM runs WHERE key = ?1
    UNION ALL SELECT output FROM runs WHERE key = ?1
    UNION ALL SELECT error FROM runs WHERE key = ?1
    UNION ALL SELECT value FROM run_inputs WHERE run = ?1
    UNION ALL SELECT value FROM run_data WHERE run = ?1
    UNION ALL SELECT inherited FROM run_data WHERE run = ?1
    UNION ALL SELECT payload FROM inbox WHERE run = ?1 AND taken = 0
    UNION ALL SELECT value FROM journal WHERE run = ?1
  ) WHERE name = ?2 LIMIT 1`;

/** @param name hash of the value */
export function forgetUnnamed(db: Connection, run: RunKey, name: string): void {
  if (db.stmt(namedSql).get(run, blobText(name)) === undefined) forgetUse(db, run, name);
}
