/** Another generation follows: lists show newest generations only, so this one leaves what they read. */
import type { RunRow } from "../port.ts";
import type { Connection } from "./driver.ts";
import type { Session } from "./session.ts";

const supersedeSql = "UPDATE runs SET superseded = 1 WHERE key = ?";

/** Its tags and attributes are the caller's: they go over to the next generation, or go. */
export function supersede(session: Session, db: Connection, run: RunRow): void {
  db.stmt(supersedeSql).run(run.key);
  session.counts.of(run).superseded(run.status);
}
