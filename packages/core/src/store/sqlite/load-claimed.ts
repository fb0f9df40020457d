/** Reads what a worker needs of runs that have become its own, and notes that this connection holds them. */
import { assert } from "../../model/assert.ts";
import type { ClaimedRun, KnownRuns, RunKey, RunRow } from "../port.ts";
import { wholeValue } from "./blobs.ts";
import type { Connection } from "./driver.ts";
import { unreadOf } from "./inbox.ts";
import { lastPosition, readJournals } from "./journal.ts";
import { keyList } from "./rows.ts";
import type { Session } from "./session.ts";

const logLinesSql = `SELECT run, count(*) FROM logs INDEXED BY logs_line
  WHERE run IN (SELECT value FROM json_each(?)) AND op = '' GROUP BY run`;

const inheritedSql = `SELECT run, key, inherited FROM run_data
  WHERE run IN (SELECT value FROM json_each(?)) AND inherited IS NOT NULL`;

/** Only what follows another generation, or was forked or imported, can have inherited anything. */
export function readInherited(db: Connection, rows: readonly RunRow[]): Map<RunKey, [string, string][]> {
  const found = new Map<RunKey, [string, string][]>();
  const later = rows.filter(
    ({ generation, forkedFrom, importedAt }) => generation > 1 || forkedFrom !== undefined || importedAt !== undefined,
  );
  if (later.length === 0) return found;
  for (const [run, key, value] of db.stmt(inheritedSql).all(keyList(later.map((row) => row.key)))) {
    const items = found.get(run as RunKey) ?? [];
    found.set(run as RunKey, items);
    items.push([String(key), wholeValue(db, String(value))]);
  }
  return found;
}

/** Journals and log counts of runs that were just claimed; none for those whose memory the worker has kept. */
export function loadClaimed(
  session: Session,
  db: Connection,
  wanted: { rows: readonly RunRow[]; known?: KnownRuns | undefined },
) {
  const { rows, known } = wanted;
  const kept = new Set(rows.filter((row) => known?.claimOf(row.key) === row.claim - 1));
  const keys = keyList(rows.filter((row) => !kept.has(row)).map((row) => row.key));
  const { entries: journals, damaged } = readJournals(db, keys, session.place.path);
  const counted = db.stmt(logLinesSql).all(keys);
  const lines = new Map(counted.map(([run, count]) => [run, Number(count)]));
  const unread =
    rows.length === 0
      ? undefined
      : unreadOf(
          db,
          rows.map((row) => row.key),
        );
  const inherited = readInherited(db, rows);
  const runs: ClaimedRun[] = [];
  for (const row of rows) {
    if (damaged.has(row.key)) continue;
    const entries = kept.has(row) ? undefined : (journals.get(row.key) ?? []);
    const seq = entries?.length ?? lastPosition(db, row.key);
    const { owner, claim, startedAt = 0 } = row;
    assert(owner !== undefined, "a run that was claimed has an owner");
    const lane = session.counts.of(row);
    const suspect = row.deaths > 0;
    const { shares } = row;
    session.held.set(row.key, {
      worker: owner,
      claim,
      seq,
      suspect,
      inboxKnown: true,
      announced: false,
      lane,
      startedAt,
      shares,
    });
    const began = { logLines: lines.get(row.key) ?? 0, inherited: inherited.get(row.key) ?? [] };
    runs.push({ row, entries, ...began, inbox: unread?.get(row.key) ?? [] });
  }
  return { runs, damaged };
}
