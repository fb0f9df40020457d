/** SQL on a file of SQLite, in one transaction. It imports nothing: a process starts for each query. */
import { DatabaseSync, type StatementSync } from "node:sqlite";

export interface DatabaseQuestion {
  readonly file: string;
  readonly text: string;
  /** The statement is executed for each. */
  readonly times: readonly QueryValues[];
}

export interface QueryValues {
  readonly named: Readonly<Record<string, string | number | null>>;
  readonly listed: readonly (string | number | null)[];
}

export type DatabaseAnswer =
  | { readonly rows: readonly Readonly<Record<string, unknown>>[]; readonly count: number }
  | { readonly problem: string };

/** How long SQLite waits for another's transaction. */
const busyMs = 10_000;

export function queryDatabase({ file, text, times }: DatabaseQuestion): DatabaseAnswer {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: busyMs, enableDoubleQuotedStringLiterals: false });
    const statement = database.prepare(text);
    if (text.slice(statement.sourceSQL.length).trim() !== "") return { problem: "it holds more than one statement" };
    // A single statement is a transaction already, and some may not stand in one.
    if (times.length === 1) return once(statement, times[0] as QueryValues);
    database.exec("begin immediate");
    let count = 0;
    for (const values of times) count += once(statement, values).count;
    database.exec("commit");
    return { rows: [], count };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  } finally {
    // What is not committed is taken back.
    database?.close();
  }
}

function once(statement: StatementSync, { named, listed }: QueryValues) {
  statement.setReadBigInts(true);
  if (statement.columns().length === 0) return { rows: [], count: Number(statement.run(named, ...listed).changes) };
  const rows = statement.all(named, ...listed).map(plainRow);
  return { rows, count: rows.length };
}

/** For JSON: whole numbers that it cannot hold are given as text, blobs as base64. */
function plainRow(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value instanceof Uint8Array) return [name, Buffer.from(value).toString("base64")];
      if (typeof value !== "bigint") return [name, value];
      const number = Number(value);
      return [name, Number.isSafeInteger(number) ? number : String(value)];
    }),
  );
}
