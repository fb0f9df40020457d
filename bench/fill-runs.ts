/** Writes finished runs into a database directly, as an engine would have left them: a million through an engine take minutes. */
import { DatabaseSync } from "node:sqlite";
import { summed } from "../packages/core/src/store/sqlite/summed-text.ts";

/** What the rows have, by their number; so that each way to filter finds many, few, or old ones. */
export const filled = {
  workflows: 20,
  /** Every so many: failed, tagged (of those, every tenth "rare"), with an attribute, waiting. */
  failedEvery: 20,
  taggedEvery: 10,
  attributeEvery: 10,
  waitingEvery: 100,
  /** One every 100 ms up to this instant. */
  lastAt: 1_790_000_000_000,
} as const;

const digits = "(SELECT value AS n FROM json_each(?))";

/** The file must be a store already. */
export function fillRuns(file: string, runs: number): void {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA synchronous = OFF; PRAGMA cache_size = -200000");
  const chunk = 10_000;
  for (let first = 0; first < runs; first += chunk) {
    const numbers = JSON.stringify(Array.from({ length: Math.min(chunk, runs - first) }, (_, n) => first + n));
    db.exec("BEGIN");
    for (const sql of [rowsSql(runs), tagsSql, attributesSql]) db.prepare(sql).run(numbers);
    db.exec("COMMIT");
  }
  db.exec(countsSql);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
}

const state = `CASE WHEN n % ${filled.waitingEvery} = 1 THEN 'waiting' WHEN n % ${filled.failedEvery} = 0 THEN 'failed' ELSE 'completed' END`;

/** Ids end in digits that look random, as real ones do. */
function rowsSql(runs: number): string {
  const createdAt = `${filled.lastAt} - (${runs} - n) * 100`;
  return `INSERT INTO runs (key, namespace, id, generation, workflow, state, input, output, error, why, title, tags,
    attributes, seed, behaviours, module, queue, priority, created_at, available_at, started_at, ended_at, due_at, wake_at, claim)
  SELECT n + 1, 1, printf('r-%07x%08x', n, (n * 2654435761) % 4294967296), 1, 'flow-' || (n % ${filled.workflows}), s,
    '${summed('{"n":1}')}', CASE s WHEN 'completed' THEN '${summed('{"ok":true}')}' END, CASE s WHEN 'failed' THEN '${summed('"e"')}' END,
    CASE WHEN s <> 'completed' THEN 'because' END, CASE n % 3 WHEN 0 THEN 'order ' || n END,
    CASE n % ${filled.taggedEvery} WHEN 0 THEN '["eu"]' END, CASE n % ${filled.attributeEvery} WHEN 0 THEN '{"region":"eu"}' END,
    '0123456789abcdef0123456789abcdef', '1', 'file:///flows.ts', 'default', 0, at, at, at,
    CASE WHEN s <> 'waiting' THEN at + 50 END, CASE s WHEN 'waiting' THEN at + 1e12 END, CASE s WHEN 'waiting' THEN at + 1e12 END, 1
  FROM (SELECT n, ${createdAt} AS at, ${state} AS s FROM ${digits})`;
}

const made = "FROM json_each(?) AS numbers JOIN runs ON runs.key = numbers.value + 1";
const tagsSql = `INSERT INTO run_tags (namespace, tag, created_at, run)
  SELECT 1, CASE (runs.key / ${filled.taggedEvery}) % 1000 WHEN 0 THEN 'rare' ELSE 'eu' END, created_at, runs.key ${made} WHERE tags IS NOT NULL`;
const attributesSql = `INSERT INTO run_attributes (run, name, value, namespace, created_at)
  SELECT runs.key, 'region', '"eu', 1, created_at ${made} WHERE attributes IS NOT NULL`;
const countsSql = `INSERT INTO run_counts (namespace, workflow, queue, state, runs, ended, begun, worked_ms, removed)
  SELECT 1, workflow, queue, state, count(*), count(ended_at), count(ended_at), coalesce(sum(ended_at - started_at), 0), 0
  FROM runs GROUP BY workflow, queue, state`;
