/**
 * What the database can do without an engine: rows as steps write them, into the engine's own tables, with its own
 * durability (WAL, synchronous = FULL), as many rows per transaction as one says. Nothing is encoded, checked,
 * delivered or read back.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { checksumOf, insertSql, openRaw, value } from "./raw-database.ts";

export interface RawShape {
  /** Runs whose rows are interleaved in one transaction. */
  readonly runs: number;
  /** Rows of a run; then the next runs begin. */
  readonly entries: number;
}

export class RawStore {
  readonly #db: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #insert: StatementSync;
  readonly #commit: StatementSync;
  readonly #shape: RawShape;
  /** Rows written so far: says whose turn it is. */
  #written = 0;

  constructor(file: string, shape: RawShape) {
    this.#db = openRaw(file);
    this.#begin = this.#db.prepare("BEGIN IMMEDIATE");
    this.#insert = this.#db.prepare(insertSql);
    this.#commit = this.#db.prepare("COMMIT");
    this.#shape = shape;
  }

  /** One transaction, on disk when this returns. */
  transaction(rows: number): void {
    const { runs, entries } = this.#shape;
    this.#begin.run();
    for (let i = 0; i < rows; i++) {
      const n = this.#written++;
      const generation = Math.floor(n / (runs * entries));
      const run = 1 + generation * runs + (n % runs);
      const seq = 1 + (Math.floor(n / runs) % entries);
      this.#insert.run(run, seq, "step", `step-${seq}`, Date.now(), 1, value, checksumOf(n));
    }
    this.#commit.run();
  }

  close(): void {
    this.#db.close();
  }
}
