/**
 * What the database can do without an engine for runs that wait: the least rows that have to be written so that a
 * parked run goes on and ends, none lost and none twice, into the engine's own tables, with its own durability.
 *
 * Per run: its message comes (timers have none) and it is taken; then what it received is recorded, and the message
 * leaves; then its step is recorded, and the run ends. A body begins only when what came before it is on disk: these
 * are three transactions, each for as many runs as one says. Nothing is encoded, checked, delivered, replayed or told.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { checksumOf, insertSql, openRaw, value } from "./raw-database.ts";

const parkedSql = `INSERT INTO runs (key, namespace, id, generation, workflow, state, input, seed, behaviours, module, queue,
    priority, created_at, available_at, started_at, due_at, wake_at, why, claim)
  SELECT value, 1, 'order-' || value, 1, 'waits', 'waiting', ?1, '0123456789abcdef0123456789abcdef', '1',
    'file:///flows.ts', 'default', 0, ?2 + value, ?2 + value, ?2 + value, ?3, ?3, 'waits for signal "go"', 1 FROM json_each(?4)`;
const beganSql = `INSERT INTO journal (run, seq, kind, op, at, attempt, value, checksum)
  SELECT value, 1, 'step', 'step~first', ?, 1, ?, value * 2654435761 % 4294967296 FROM json_each(?)`;
const takeSql = `UPDATE runs SET state = 'running', owner = 1, claim = claim + 1, due_at = NULL, wake_at = NULL, why = NULL
  WHERE key IN (SELECT value FROM json_each(?))`;

export class RawResume {
  readonly #db: DatabaseSync;
  readonly #by: "signal" | "timer";
  readonly #send: StatementSync;
  readonly #unsend: StatementSync;
  readonly #record: StatementSync;
  readonly #end: StatementSync;
  #parked = 0;

  constructor(file: string, by: "signal" | "timer") {
    this.#by = by;
    this.#db = openRaw(file);
    const prepare = (sql: string): StatementSync => this.#db.prepare(sql);
    this.#send = prepare("INSERT INTO inbox (run, name, payload, at) VALUES (?, 'signal~go', ?, ?)");
    this.#unsend = prepare("DELETE FROM inbox WHERE position = ?");
    this.#record = prepare(insertSql);
    this.#end = prepare("UPDATE runs SET state = 'completed', owner = NULL, output = ?, ended_at = ? WHERE key = ?");
  }

  /** Runs per second, of so many runs that are parked first, in transactions of `batch` runs. */
  perSecond(runs: number, batch: number): number {
    const batches: number[][] = [];
    for (let first = 0; first < runs; first += batch)
      batches.push(Array.from({ length: Math.min(batch, runs - first) }, () => ++this.#parked));
    for (const keys of batches) this.#park(keys);
    const began = performance.now();
    for (const keys of batches) this.#resume(keys);
    return (runs * 1_000) / (performance.now() - began);
  }

  close(): void {
    this.#db.close();
  }

  #park(keys: readonly number[]): void {
    const at = Date.now();
    const dueAt = this.#by === "timer" ? at + 2_000 : null;
    this.#transaction(() => {
      this.#db.prepare(parkedSql).run(value, at, dueAt, JSON.stringify(keys));
      this.#db.prepare(beganSql).run(at, value, JSON.stringify(keys));
    });
  }

  #resume(keys: readonly number[]): void {
    const at = Date.now();
    const positions = new Map<number, number>();
    this.#transaction(() => {
      if (this.#by === "signal")
        for (const key of keys) positions.set(key, Number(this.#send.run(key, value, at).lastInsertRowid));
      this.#db.prepare(takeSql).run(JSON.stringify(keys));
    });
    this.#transaction(() => {
      for (const key of keys) {
        this.#record.run(key, 2, this.#by, `${this.#by}~go`, at, 1, value, checksumOf(key));
        const position = positions.get(key);
        if (position !== undefined) this.#unsend.run(position);
      }
    });
    this.#transaction(() => {
      for (const key of keys) {
        this.#record.run(key, 3, "step", "step~second", at, 1, value, checksumOf(key));
        this.#end.run(value, at, key);
      }
    });
  }

  #transaction(work: () => void): void {
    this.#db.exec("BEGIN IMMEDIATE");
    work();
    this.#db.exec("COMMIT");
  }
}
