/** What `wf.transaction` gives to its function: SQL on the engine's own database. */

/**
 * A value for a statement. A whole number is kept as INTEGER, true and false as 1 and 0, a Date as text in ISO 8601
 * (UTC). `undefined`, NaN, infinities and objects are refused: SQLite would keep some of them as NULL.
 */
export type SqlInput = string | number | bigint | boolean | null | Date | Uint8Array;

/** A value of a row. A whole number that a `number` cannot hold exactly is a `bigint`. */
export type SqlOutput = string | number | bigint | null | Uint8Array;

/** The rows of a statement as plain objects, in order; empty for one that gives none. */
export interface SqlRows<Row = Record<string, SqlOutput>> extends Array<Row> {
  /** How many rows it inserted, updated or deleted. */
  readonly changes: number;
  /** The rowid of the row that was inserted last in this transaction or before; see SQLite's last_insert_rowid(). */
  readonly lastInsertRowid: number | bigint;
}

/**
 * Executes one SQL statement in the transaction. Values are bound, never put into the text.
 * @example await sql`UPDATE accounts SET balance = balance - ${amount} WHERE id = ${id}`
 * @throws sql-refused, sql-failed, transaction-over
 */
export interface Sql {
  <Row = Record<string, SqlOutput>>(text: TemplateStringsArray, ...values: readonly SqlInput[]): Promise<SqlRows<Row>>;
  /** The same with the text given as it is, with a `?` for each value: for text that is put together at run time. */
  unsafe<Row = Record<string, SqlOutput>>(text: string, values?: readonly SqlInput[]): Promise<SqlRows<Row>>;
}
