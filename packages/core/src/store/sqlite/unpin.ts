/** A person lets another build go on with a run that is pinned to one; its journal says so from then on. */
import type { Entry } from "../../model/entry.ts";
import type { RunRow } from "../port.ts";
import type { Connection } from "./driver.ts";
import { entryInsert, writeEntry } from "./journal.ts";

const lastSql = "SELECT seq, at FROM journal WHERE run = ? ORDER BY seq DESC LIMIT 1";
/** What a worker keeps in memory of a run whose journal has grown is not valid any more: hence another claim. */
const unpinSql = "UPDATE runs SET build = NULL, claim = claim + ? WHERE key = ?";

/** @param value of the entry. Where nothing is recorded yet, there is nothing that another build would have to fit. */
export function unpin({ db, row, at }: { db: Connection; row: RunRow; at: number }, value: string): void {
  // Whoever executes it has the build that it is pinned to.
  if (row.build === undefined || row.status === "running") return;
  const last = db.stmt(lastSql).get(row.key);
  db.stmt(unpinSql).run(last === undefined ? 0 : 1, row.key);
  if (last === undefined) return;
  const [seq, lastAt] = last as unknown as [number, number];
  const entry: Entry = { seq: seq + 1, kind: "unpinned", op: "", at: Math.max(at, lastAt), attempt: 0, value };
  writeEntry(entryInsert(db), row.key, entry);
}
