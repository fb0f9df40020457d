/** Rates: a beginning counts for one period, whatever becomes of the run. */
import type { RunKey } from "../../port.ts";
import type { Connection } from "../driver.ts";
import type { Session } from "../session.ts";
import { wakeLine } from "./line.ts";
import type { Wanted } from "./occupancy.ts";

const takeSql = "INSERT INTO rate_tokens (namespace, place, until_at, run) VALUES (?, ?, ?, ?)";
const forgetSql = "DELETE FROM rate_tokens WHERE until_at <= ?";
const usedSql = "DELETE FROM needs WHERE run = ? AND place = ?";

/** The run begins: a later claim of it does not count again. */
export function takeToken(session: Session, db: Connection, token: { run: RunKey; rate: Wanted; at: number }): void {
  const { run, rate, at } = token;
  db.stmt(forgetSql).run(at);
  db.stmt(takeSql).run(session.namespaceKey, rate.place, at + (rate.periodMs ?? 0), run);
  db.stmt(usedSql).run(run, rate.place);
  wakeLine(session, db, { place: rate.place, at });
}
