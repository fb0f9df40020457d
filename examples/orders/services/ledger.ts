/**
 * The books of the outside world: one SQLite file, of which Stepwell knows nothing. What is in it has happened,
 * whichever process asked for it and however that process ended.
 */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { NoAnswer } from "./errors.ts";
import { fate } from "./fate.ts";

const schema = `
  CREATE TABLE IF NOT EXISTS requests (key TEXT PRIMARY KEY, service TEXT NOT NULL, tries INTEGER NOT NULL, answer TEXT);
  CREATE TABLE IF NOT EXISTS payments (id TEXT PRIMARY KEY, "order" TEXT NOT NULL, cents INTEGER NOT NULL, refunded INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE IF NOT EXISTS stock (item TEXT PRIMARY KEY, quantity INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS reservations ("order" TEXT NOT NULL, item TEXT NOT NULL, quantity INTEGER NOT NULL, PRIMARY KEY ("order", item));
  CREATE TABLE IF NOT EXISTS labels (tracking TEXT PRIMARY KEY, "order" TEXT NOT NULL, voided INTEGER NOT NULL DEFAULT 0, pickup TEXT);
  CREATE TABLE IF NOT EXISTS mails (id INTEGER PRIMARY KEY, "order" TEXT NOT NULL, text TEXT NOT NULL);
`;

type Value = string | number | null;
export type Row = Record<string, SQLOutputValue>;

export interface Request {
  /** "bank.charge" */
  readonly service: string;
  /** Idempotency key. */
  readonly key: string;
}

export class Ledger {
  readonly #db: DatabaseSync;

  constructor(file: string) {
    mkdirSync(dirname(file), { recursive: true });
    this.#db = new DatabaseSync(file, { timeout: 5_000 });
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${schema}`);
  }

  /**
   * Does what is asked for at most once per key, and gives the first answer to everybody who asks again. Now and then
   * the service is not there, or its answer gets lost after it was done.
   * @param act in a transaction; throws Refused for what is never done
   */
  async serve<T>({ service, key }: Request, act: () => T): Promise<T> {
    const tries = this.#count({ service, key });
    await pause(5 + ((tries * 7) % 20));
    const outcome = fate(key, tries);
    if (outcome === "absent") throw new NoAnswer(`${service} is out of order`);
    const answer = this.#once(key, act);
    if (outcome === "lost") throw new NoAnswer(`the answer of ${service} got lost`);
    return answer;
  }

  all(sql: string, ...values: readonly Value[]): Row[] {
    return this.#db.prepare(sql).all(...values);
  }

  run(sql: string, ...values: readonly Value[]): number {
    return Number(this.#db.prepare(sql).run(...values).changes);
  }

  close(): void {
    this.#db.close();
  }

  /** @returns how often this key was asked for, this time included */
  #count({ service, key }: Request): number {
    const sql = `INSERT INTO requests (key, service, tries) VALUES (?, ?, 1)
      ON CONFLICT (key) DO UPDATE SET tries = tries + 1 RETURNING tries`;
    return Number(this.all(sql, key, service)[0]?.tries);
  }

  #once<T>(key: string, act: () => T): T {
    this.#db.exec("BEGIN IMMEDIATE");
    try {
      const before = this.all("SELECT answer FROM requests WHERE key = ?", key)[0]?.answer;
      const answer = typeof before === "string" ? (JSON.parse(before) as T) : act();
      if (before === null)
        this.run("UPDATE requests SET answer = ? WHERE key = ?", JSON.stringify(answer ?? null), key);
      this.#db.exec("COMMIT");
      return answer;
    } catch (error) {
      this.#db.exec("ROLLBACK");
      throw error;
    }
  }
}
