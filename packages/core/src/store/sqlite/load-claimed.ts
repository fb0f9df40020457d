/** Reads what a worker needs of runs that have become its own, and notes that this connection holds them. */
import type { ClaimedRun, KnownRuns, RunRow } from "../port.ts";
import type { Connection } from "./driver.ts";
import { unreadOf } from "./inbox.ts";
import { lastPosition, readJournals } from "./journal.ts";
import { keyList } from "./rows.ts";
import type { Session } from "./session.ts";

const logLinesSql = `SELECT run, count(*) FROM logs INDEXED BY logs_line
  WHERE run IN (SELECT value FROM json_each(?)) AND op = '' GROUP BY run`;

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
  const runs: ClaimedRun[] = [];
  for (const row of rows) {
    if (damaged.has(row.key)) continue;
    const entries = kept.has(row) ? undefined : (journals.get(row.key) ?? []);
    const seq = entries?.length ?? lastPosition(db, row.key);
    const { claim, startedAt = 0 } = row;
    const lane = session.counts.of(row);
    const suspect = row.deaths > 0;
    session.held.set(row.key, { worker: Number(row.owner), claim, seq, suspect, lane, startedAt });
    runs.push({ row, entries, logLines: lines.get(row.key) ?? 0, inbox: unread?.get(row.key) ?? [] });
  }
  return { runs, damaged };
}
