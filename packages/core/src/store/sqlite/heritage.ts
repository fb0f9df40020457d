/** What one generation of a run leaves to the next, besides its row: input, tags, attributes, data. */
import type { RunKey } from "../port.ts";
import type { Connection } from "./driver.ts";

const copyInputSql = "INSERT INTO run_inputs (run, value) SELECT ?, value FROM run_inputs WHERE run = ?";
/** Lists show newest generations only: the index rows go over. */
const moveTagsSql = "UPDATE run_tags SET run = ?, created_at = ? WHERE run = ?";
const copyTagsSql = `INSERT INTO run_tags (namespace, tag, created_at, run)
  SELECT namespace, tag, ?2, ?1 FROM run_tags WHERE run = ?3`;
const moveAttributesSql = "UPDATE run_attributes SET run = ?, created_at = ? WHERE run = ?";
const dropAttributesSql = "DELETE FROM run_attributes WHERE run = ?";
const copyDataSql = `INSERT INTO run_data (run, key, value, inherited)
  SELECT ?, key, value, inherited FROM run_data WHERE run = ?`;
const inheritDataSql = `INSERT INTO run_data (run, key, value, inherited)
  SELECT ?, key, value, value FROM run_data WHERE run = ?`;
const inheritAgainSql = `INSERT INTO run_data (run, key, value, inherited)
  SELECT ?, key, inherited, inherited FROM run_data WHERE run = ? AND inherited IS NOT NULL`;

export interface Heritage {
  readonly from: RunKey;
  readonly to: RunKey;
  readonly at: number;
}

export function leaveInput(db: Connection, { from, to }: Heritage): void {
  db.stmt(copyInputSql).run(to, from);
}

export function leaveTags(db: Connection, { from, to, at }: Heritage): void {
  db.stmt(moveTagsSql).run(to, at, from);
}

/** Both have them. */
export function copyTags(db: Connection, { from, to, at }: Heritage): void {
  db.stmt(copyTagsSql).run(to, at, from);
}

/** Kept entries are answered from the journal and write nothing anew, so what they wrote comes along. */
export function leaveWhatWasSet(db: Connection, { from, to, at }: Heritage): void {
  db.stmt(copyDataSql).run(to, from);
  db.stmt(moveAttributesSql).run(to, at, from);
}

/** The next generation begins with all data of this one. */
export function bequeathWhatWasSet(db: Connection, { from, to, at }: Heritage): void {
  db.stmt(inheritDataSql).run(to, from);
  db.stmt(moveAttributesSql).run(to, at, from);
}

/** Nothing that this generation has set stays; what it had begun with does. */
export function dropWhatWasSet(db: Connection, { from, to }: Heritage): void {
  db.stmt(inheritAgainSql).run(to, from);
  db.stmt(dropAttributesSql).run(from);
}
