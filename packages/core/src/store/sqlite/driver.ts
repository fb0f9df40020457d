/**
 * The narrow door to node:sqlite: connections, prepared statements, strict binding.
 *
 * Boundary: knows SQL text and SQLite's numbers, nothing of runs. Nothing else in the store imports node:sqlite, but
 * what passes on the SQL of users (user-*.ts).
 * 1. What is bound is a string, a finite number or null; anything else is refused, as SQLite refuses what is too large:
 *    a batch is then tried part by part, and only the culprit suffers.
 *    (node:sqlite takes a plain object or Date in first place for named parameters and stores NULL without a word.)
 * 2. Rows are arrays in the order of the columns.
 * 3. A statement is prepared once per connection and text. SQLite itself would compile one anew at each execution whose
 *    LIMIT is a bound value, as its plan may depend on it: it is an expression everywhere (`LIMIT ? + 0`).
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { failure } from "../../model/errors.ts";
import { limits } from "../../model/limits.ts";

export type SqlValue = string | number | null;
/** One row, in the order of the columns asked for. */
export type SqlRow = readonly SqlValue[];

export interface ConnectionOptions {
  /** File name, or a file: URI. */
  readonly location: string;
  /** How long SQLite itself may sleep on a lock. 0 on the main thread: its sleep would stop the event loop. */
  readonly busyMs: number;
  readonly readOnly?: boolean;
  /** Up to this a value stands in its row. For tests. Default: limits.inlineValueBytes. */
  readonly inlineValueBytes?: number;
}

export class Statement {
  readonly #inner: StatementSync;
  readonly #sql: string;

  constructor(inner: StatementSync, sql: string) {
    inner.setReturnArrays(true);
    this.#inner = inner;
    this.#sql = sql;
  }

  /** How many rows it changed. */
  run(...values: readonly SqlValue[]): number {
    this.#check(values);
    return Number(this.#inner.run(...values).changes);
  }

  /** The rowid of the row that it inserted; undefined when ON CONFLICT DO NOTHING left things as they were. */
  insert(...values: readonly SqlValue[]): number | undefined {
    this.#check(values);
    const done = this.#inner.run(...values);
    return Number(done.changes) === 0 ? undefined : Number(done.lastInsertRowid);
  }

  get(...values: readonly SqlValue[]): SqlRow | undefined {
    this.#check(values);
    return this.#inner.get(...values) as unknown as SqlRow | undefined;
  }

  all(...values: readonly SqlValue[]): readonly SqlRow[] {
    this.#check(values);
    return this.#inner.all(...values) as unknown as readonly SqlRow[];
  }

  #check(values: readonly SqlValue[]): void {
    for (let i = 0; i < values.length; i++) {
      const value: unknown = values[i];
      if (typeof value === "string" || value === null) continue;
      if (typeof value === "number" && Number.isFinite(value)) continue;
      const problem = `${describe(value)} was bound as parameter ${i + 1} of: ${this.#sql}`;
      throw failure("store-failed", { operation: "binding values", problem, refused: true });
    }
  }
}

export class Connection {
  readonly inlineValueBytes: number;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, Statement>();

  constructor(options: ConnectionOptions) {
    this.inlineValueBytes = options.inlineValueBytes ?? limits.inlineValueBytes;
    this.#db = new DatabaseSync(options.location, {
      timeout: options.busyMs,
      readOnly: options.readOnly ?? false,
      enableForeignKeyConstraints: true,
      enableDoubleQuotedStringLiterals: false,
    });
  }

  /** The prepared statement of this text. */
  stmt(sql: string): Statement {
    let found = this.#statements.get(sql);
    if (found === undefined) {
      found = new Statement(this.#db.prepare(sql), sql);
      this.#statements.set(sql, found);
    }
    return found;
  }

  /** A statement of a user's own text: what comes of it is the caller's business (user-sql.ts). */
  prepare(sql: string): StatementSync {
    return this.#db.prepare(sql);
  }

  /** Has every statement asked about that is prepared from now on; those of before are prepared anew at their next use. */
  authorize(decide: Parameters<DatabaseSync["setAuthorizer"]>[0]): void {
    this.#db.setAuthorizer(decide);
  }

  /** Executes text of several statements; for pragmas and migrations. */
  exec(sql: string): void {
    this.#db.exec(sql);
  }

  /** The first column of the first row. */
  value(sql: string): SqlValue {
    return this.stmt(sql).get()?.[0] ?? null;
  }

  get inTransaction(): boolean {
    return this.#db.isTransaction;
  }

  close(): void {
    this.#statements.clear();
    if (this.#db.isOpen) this.#db.close();
  }
}

function describe(value: unknown): string {
  return typeof value === "number"
    ? String(value)
    : value instanceof Date
      ? "a Date"
      : `a value of type ${typeof value}`;
}
