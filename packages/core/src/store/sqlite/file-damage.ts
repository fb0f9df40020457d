/**
 * Is the file whole? Unlike the check at opening (wholeness.ts) it compares indexes with their tables: a row that no index
 * finds is as good as lost, and no checksum can tell.
 */
import type { Session } from "./session.ts";

const checkSql = "PRAGMA integrity_check(100)";

export function fileDamage(session: Session): Promise<readonly string[]> {
  return session.read("check", (db) => {
    const said = db
      .stmt(checkSql)
      .all()
      .map(([sentence]) => String(sentence));
    return said.length === 1 && said[0] === "ok" ? [] : said;
  });
}
