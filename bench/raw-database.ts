/** The engine's own database and tables, with its durability (WAL, synchronous = FULL), and rows as steps write them. */
import { DatabaseSync } from "node:sqlite";
import { migrations } from "../packages/core/src/store/sqlite/schema.ts";

/** As long as what workload.ts has its steps return. */
export const value = '{"item":7,"ok":true}';
export const insertSql =
  "INSERT INTO journal (run, seq, kind, op, at, attempt, value, checksum) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

export function openRaw(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
  for (const { sql } of migrations) db.exec(sql);
  return db;
}

/** As long as a checksum; of what, nobody looks at. */
export function checksumOf(n: number): number {
  return (n * 2_654_435_761) % 4_294_967_296;
}
