/** Values that steps share (schema/cache.ts): one at a time computes one, whatever becomes of its process. */
import { hash } from "node:crypto";
import type { CachePlace, CacheTake, CacheTaken, CacheWrite, RunKey } from "../port.ts";
import type { Connection } from "./driver.ts";
import { keyList } from "./rows.ts";
import type { Session } from "./session.ts";
import { stateIn } from "./transition-sql.ts";

const held = `EXISTS (SELECT 1 FROM runs
  WHERE runs.key = step_cache.run AND iif(step_cache.claim IS NULL, ${stateIn(["pending", "running", "waiting"])},
    runs.claim = step_cache.claim AND runs.state = 'running'))`;
const readSql = `SELECT value, expires_at, run, op, run IS NOT NULL AND ${held} FROM step_cache
  WHERE namespace = ? AND hash = ?`;
/** Who was taken for dead, and is not, gets nothing: the run's next claim may be computing this very value. */
const takeSql = `INSERT INTO step_cache (namespace, hash, expires_at, run, claim, op)
  SELECT ?1, ?2, 0, ?3, iif(?5, NULL, ?4), ?6 FROM runs WHERE key = ?3 AND claim = ?4 AND state = 'running'
  ON CONFLICT (namespace, hash) DO UPDATE SET
    value = NULL, expires_at = 0, run = excluded.run, claim = excluded.claim, op = excluded.op`;
const keepSql = `INSERT INTO step_cache (namespace, hash, value, expires_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (namespace, hash) DO UPDATE SET
    value = excluded.value, expires_at = excluded.expires_at, run = NULL, claim = NULL, op = NULL`;
const releaseSql = "DELETE FROM step_cache WHERE namespace = ? AND hash = ? AND run = ? AND op = ?";
const expiredSql = `SELECT rowid, coalesce(octet_length(value), 0) FROM step_cache
  WHERE namespace = ? AND expires_at <= ? AND (run IS NULL OR NOT ${held}) LIMIT ? + 0`;
const idSql = "SELECT id FROM runs WHERE key = ?";
const removeSql = "DELETE FROM step_cache WHERE rowid IN (SELECT value FROM json_each(?))";

export async function cacheTake(session: Session, take: CacheTake): Promise<CacheTaken> {
  const place = hashOf(take);
  // Mostly the value is there, or somebody computes it: that needs no transaction that writes.
  const seen = await session.read("cache", (db) => look(session, db, { take, place }));
  if (seen !== undefined) return seen;
  return session.write("cache", (db) => {
    const there = look(session, db, { take, place });
    if (there !== undefined) return there;
    const { run, claim, whole = false, op } = take;
    const changes = db.stmt(takeSql).run(session.namespaceKey, place, run, claim, whole ? 1 : 0, op);
    return changes > 0 ? { found: "taken" } : busy(db, run);
  });
}

/** Undefined when it is to be computed. */
function look(
  session: Session,
  db: Connection,
  { take, place }: { readonly take: CacheTake; readonly place: string },
): CacheTaken | undefined {
  const row = db.stmt(readSql).get(session.namespaceKey, place);
  if (row === undefined) return undefined;
  const [value, expiresAt, run, op, isHeld] = row;
  const fresh = expiresAt === null || Number(expiresAt) > take.at;
  if (fresh && (value === null || value !== take.unless))
    return { found: "value", text: (value as string | null) ?? undefined };
  if (isHeld !== 1 || (run === take.run && op === take.op)) return undefined;
  return busy(db, run as RunKey);
}

function busy(db: Connection, holder: RunKey): CacheTaken {
  return { found: "busy", holder, id: String(db.stmt(idSql).get(holder)?.[0]) };
}

/** In the transaction of the entry. */
export function writeCache(
  session: Session,
  db: Connection,
  { run, writes }: { readonly run: RunKey; readonly writes: readonly CacheWrite[] },
): void {
  for (const write of writes) {
    const { kept, op } = write;
    if (kept === undefined) db.stmt(releaseSql).run(session.namespaceKey, hashOf(write), run, op);
    else db.stmt(keepSql).run(session.namespaceKey, hashOf(write), kept.text ?? null, kept.until ?? null);
  }
}

/** What has expired, and what nobody computes any more. @returns the bytes that went, and whether anything is left */
export function clearCache(
  session: Session,
  db: Connection,
  room: { readonly rows: number; readonly bytes: number },
): { readonly bytes: number; readonly more: boolean } {
  const found = db.stmt(expiredSql).all(session.namespaceKey, session.host.now(), room.rows + 1);
  let bytes = 0;
  let fitting = 0;
  for (; fitting < found.length && fitting < room.rows && bytes < room.bytes; fitting++)
    bytes += Number(found[fitting]?.[1]);
  if (fitting > 0) db.stmt(removeSql).run(keyList(found.slice(0, fitting).map(([rowid]) => Number(rowid))));
  return { bytes, more: fitting < found.length };
}

/** Keys may be long, and hold what is not for everybody's eyes. */
function hashOf({ name, key }: CachePlace): string {
  return hash("sha256", JSON.stringify([name, key]));
}
