/**
 * `sql` of one transaction: binds the user's values, executes, gives rows.
 *
 * Boundary: a statement is executed in the moment in which it is asked for; the promise is settled already. It knows
 * nothing of when the transaction begins and ends.
 */
import type { StatementSync } from "node:sqlite";
import { failure, type StepwellError } from "../../model/errors.ts";
import type { Sql, SqlOutput, SqlRows } from "../../model/sql.ts";
import type { Connection } from "./driver.ts";
import { isSqlite } from "./sql-error.ts";
import { type UserDoor, userDoor } from "./user-tables.ts";
import { bindable, placesProblem } from "./user-values.ts";

/** Of a statement's text, in errors. */
const shownCharacters = 200;
/** What may follow a statement: nothing that would be executed. */
const emptyTail = /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*$/;

export class UserSql {
  readonly sql: Sql;
  /** The database's own trouble (disk full, I/O error), whatever the user made of it; undefined when there was none. */
  trouble: unknown;
  /** Why the transaction is gone although nobody has ended it: a statement with OR ROLLBACK, or RAISE(ROLLBACK). */
  undone: StepwellError | undefined;
  readonly #db: Connection;
  readonly #door: UserDoor;
  readonly #step: string;
  #open = true;

  /** @param step name of the transaction, for messages */
  constructor(db: Connection, step: string) {
    this.#db = db;
    this.#step = step;
    this.#door = userDoor(db);
    const run = async (text: string, values: readonly unknown[]) => this.#execute(text, values);
    this.sql = Object.assign((text: TemplateStringsArray, ...values: readonly unknown[]) => run(joined(text), values), {
      unsafe: (text: string, values: readonly unknown[] = []) => run(text, values),
    }) as Sql;
  }

  /** From now on `sql` throws. */
  close(): void {
    this.#open = false;
  }

  #execute(text: string, values: readonly unknown[]): SqlRows<Record<string, SqlOutput>> {
    const step = this.#step;
    if (!this.#open) throw failure("transaction-over", { step, why: "has ended" });
    if (this.undone !== undefined)
      throw failure("transaction-over", { step, why: "a statement has undone" }, this.undone);
    const sql = shown(text);
    if (typeof text !== "string") throw refused("the statement must be text", sql);
    const problem = placesProblem(text, values.length);
    if (problem !== undefined) throw refused(problem, sql);
    const bound = values.map((value, index) =>
      bindable(value, (problem) => refused(`value ${index + 1} ${problem}`, sql)),
    );
    try {
      return this.#door.through(() => this.#rowsOf(text, bound));
    } catch (error) {
      throw this.#judge(error, sql);
    }
  }

  #rowsOf(text: string, values: ReturnType<typeof bindable>[]): SqlRows<Record<string, SqlOutput>> {
    const statement = this.#db.prepare(text);
    // node:sqlite compiles the first statement and forgets the rest without a word.
    if (!emptyTail.test(text.slice(statement.sourceSQL.length))) throw refused("one statement at a time", shown(text));
    statement.setReadBigInts(true);
    const columns = statement.columns().map(({ name }) => name);
    if (columns.length === 0) {
      const { changes, lastInsertRowid } = statement.run(...values);
      return rows([], { changes, lastInsertRowid });
    }
    statement.setReturnArrays(true);
    const found = statement.all(...values) as unknown as Read[][];
    return rows(
      found.map((row) => toObject(columns, row)),
      countsAfter(this.#db, statement),
    );
  }

  #judge(error: unknown, sql: string): unknown {
    const failed = this.#asFailure(error, sql);
    if (!this.#db.inTransaction) this.undone = failed;
    return failed;
  }

  #asFailure(error: unknown, sql: string): StepwellError {
    const { refusal } = this.#door;
    if (refusal !== undefined) return refused(refusal, sql);
    if (isOurs(error)) return error;
    if (isTrouble(error)) this.trouble ??= error;
    return failure("sql-failed", { problem: error instanceof Error ? error.message : String(error), sql }, error);
  }
}

type Read = bigint | number | string | null | Uint8Array;

interface Counts {
  readonly changes: number | bigint;
  readonly lastInsertRowid: number | bigint;
}

/** A statement that gives rows says nothing of what it changed: SQLite is asked, and a mere reading changed nothing. */
function countsAfter(db: Connection, statement: StatementSync): Counts {
  const counts = db.prepare("SELECT changes(), last_insert_rowid()");
  counts.setReadBigInts(true);
  counts.setReturnArrays(true);
  const [changes = 0, lastInsertRowid = 0] = counts.get() as unknown as bigint[];
  const reads = /^\s*(?:SELECT|VALUES|EXPLAIN)\b/i.test(statement.sourceSQL);
  return { changes: reads ? 0 : changes, lastInsertRowid };
}

function rows(list: Record<string, SqlOutput>[], counts: Counts): SqlRows<Record<string, SqlOutput>> {
  // Hidden, so that the rows are an ordinary array for whoever returns or compares them.
  return Object.defineProperties(list, {
    changes: { value: Number(counts.changes) },
    lastInsertRowid: { value: exact(counts.lastInsertRowid) },
  }) as SqlRows<Record<string, SqlOutput>>;
}

function toObject(columns: readonly string[], row: readonly Read[]): Record<string, SqlOutput> {
  // A column may have any name, __proto__ too.
  return Object.fromEntries(columns.map((name, index) => [name, exact(row[index] ?? null)]));
}

function exact<T>(value: T | bigint): T | bigint | number {
  if (typeof value !== "bigint") return value;
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;
}

function joined(text: TemplateStringsArray): string {
  if (!Array.isArray(text) || !Array.isArray(text.raw))
    throw refused("sql is written before a template: sql`SELECT …`; for other text there is sql.unsafe", shown(text));
  return text.join("?");
}

function refused(problem: string, sql: string): StepwellError {
  return failure("sql-refused", { problem, sql });
}

function shown(text: unknown): string {
  const line = String(text).replace(/\s+/g, " ").trim();
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)} …` : line;
}

function isOurs(error: unknown): error is StepwellError {
  return error instanceof Error && "hint" in error;
}

/** It says nothing of the statement: the same may pass when it is tried again. */
function isTrouble(error: unknown): boolean {
  return (["full", "ioError", "busy", "locked", "corrupt", "noMemory", "readOnly", "cannotOpen"] as const).some(
    (name) => isSqlite(error, name),
  );
}
