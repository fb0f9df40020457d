import { describe, expect, it } from "vitest";
import type { Sql, SqlInput } from "../../model/sql.ts";
import { newBatch, newEntry, registerIn, startRunning, writeOf } from "../contract/bench.ts";
import type { Store } from "../port.ts";
import type { TransactOutcome } from "../transaction-port.ts";
import { newFile, openFile } from "./test-files.ts";

// What the SQL of users may say, how values go in and out, and that the engine's tables are out of reach.

/** Executes in one transaction after another on a fresh database. */
async function console_() {
  const store: Store = await openFile(newFile());
  const worker = await registerIn(store);
  const run = await startRunning({ store, worker });
  let seq = 0;
  const transact = (body: (sql: Sql) => unknown): Promise<TransactOutcome | undefined> => {
    const write = () => newBatch(worker, { writes: [writeOf(run, { entries: [newEntry(seq + 1)] })] });
    const parts = { worker, run: run.key, claim: run.claim, step: "t" };
    return store.transact?.({ ...parts, body, write, landed: () => void seq++ }) ?? Promise.resolve(undefined);
  };
  const ask = async (text: string, values: readonly unknown[] = []): Promise<unknown> => {
    let rows: unknown;
    const outcome = await transact(async (sql) => {
      rows = await sql.unsafe(text, values as SqlInput[]);
    });
    if (outcome?.ended !== "failed") return rows;
    throw outcome.error;
  };
  return { transact, ask, store, run };
}

describe("the SQL of users", () => {
  it.each([
    ["SELECT * FROM runs", "runs is a table of the engine's"],
    ["SELECT count(*) FROM Journal", "Journal is a table of the engine's"],
    ["SELECT (SELECT max(key) FROM workers)", "workers is a table of the engine's"],
    ["WITH x AS (SELECT * FROM runs) SELECT * FROM x", "runs is a table of the engine's"],
    ["UPDATE runs SET state = 'completed'", "runs is a table of the engine's"],
    ["DELETE FROM journal", "journal is a table of the engine's"],
    ["INSERT INTO journal (run) VALUES (1)", "journal is a table of the engine's"],
    ["DELETE FROM sqlite_sequence", "sqlite_sequence is a table of the engine's"],
    ["DROP TABLE logs", "logs is a table of the engine's"],
    ["ALTER TABLE runs ADD COLUMN x", "runs is a table of the engine's"],
    ["CREATE INDEX mine ON runs (id)", "runs is a table of the engine's"],
    ["DROP INDEX runs_ready", "runs is a table of the engine's"],
    ["CREATE TRIGGER t AFTER INSERT ON journal BEGIN SELECT 1; END", "journal is a table of the engine's"],
    ["CREATE TEMP TABLE runs (key)", "temporary tables are not possible here"],
    ["CREATE TEMP TRIGGER t AFTER INSERT ON journal BEGIN SELECT 1; END", "temporary tables are not possible here"],
    ["CREATE TEMP VIEW runs AS SELECT 1", "temporary tables are not possible here"],
    ["COMMIT", "the engine begins and ends the transaction itself"],
    ["ROLLBACK", "the engine begins and ends the transaction itself"],
    ["BEGIN", "the engine begins and ends the transaction itself"],
    ["SAVEPOINT a", "savepoints are not possible here"],
    ["PRAGMA synchronous = OFF", "PRAGMA is not possible here"],
    ["SELECT * FROM pragma_table_info('runs')", "PRAGMA is not possible here"],
    ["ATTACH ':memory:' AS other", "another database cannot be attached here"],
    ["DETACH main", "another database cannot be detached here"],
    ["ANALYZE", "this kind of statement is not possible here"],
    ["SELECT 1; DELETE FROM mine", "one statement at a time"],
  ])("%s: refused", async (text, problem) => {
    const { ask } = await console_();
    await expect(ask(text)).rejects.toMatchObject({ code: "sql-refused", facts: { problem, sql: text } });
  });

  it("does not reach the engine's tables through triggers and views that somebody else has made", async () => {
    const { ask } = await console_();
    await ask("CREATE TABLE mine (n)");
    await ask("CREATE TRIGGER sly AFTER INSERT ON mine BEGIN UPDATE runs SET title = 'x'; END");
    await ask("CREATE VIEW all_runs AS SELECT * FROM runs");
    const problem = "runs is a table of the engine's";
    await expect(ask("INSERT INTO mine VALUES (1)")).rejects.toMatchObject({ facts: { problem } });
    await expect(ask("SELECT * FROM all_runs")).rejects.toMatchObject({ facts: { problem } });
  });

  it("leaves the engine's own statements alone", async () => {
    const { ask, store, run } = await console_();
    await ask("CREATE TABLE mine (n)");
    expect(await store.find(run.id)).toMatchObject({ status: "running" });
    expect(await store.journal(run.key, 0, 9)).toHaveLength(1);
  });

  it("may end in a semicolon and a comment, and may hold question marks in quotes", async () => {
    const { ask } = await console_();
    expect(await ask("SELECT '?' AS \"a?\", ? AS b -- why?\n ; /* ? */ ;", [1])).toEqual([{ "a?": "?", b: 1 }]);
  });

  it.each([
    ["SELECT ?, ?", [1], "the statement has 2 places for 1 values (none inside of quotes)"],
    ["SELECT '?'", [1], "the statement has 0 places for 1 values (none inside of quotes)"],
    ["SELECT :a", [1], ":a is a named or numbered place; values are given in order"],
    ["SELECT ?1, ?1", [1], "?1 is a named or numbered place; values are given in order"],
  ])("%s with %j: refused, for SQLite would take NULL", async (text, values, problem) => {
    const { ask } = await console_();
    await expect(ask(text, values)).rejects.toMatchObject({ code: "sql-refused", facts: { problem } });
  });

  it("is written before a template", async () => {
    const { transact } = await console_();
    const outcome = await transact((sql) => sql("SELECT 1" as unknown as TemplateStringsArray));
    expect(outcome).toMatchObject({ ended: "failed", error: { code: "sql-refused" } });
  });
});

describe("values of users", () => {
  it("go in and come out as they are", async () => {
    const { transact } = await console_();
    let row: unknown;
    const large = 2n ** 62n;
    const bytes = new Uint8Array([0, 255]);
    await transact(async (sql) => {
      const at = new Date(0);
      const values = sql`SELECT ${1} AS n, typeof(${1}) AS whole, ${1.5} AS r, ${"'; --"} AS t, ${null} AS none,
        ${true} AS yes, ${large} AS large, ${at} AS at, ${bytes} AS bytes, ${-0} AS zero, ${"a\0b"} AS nul`;
      [row] = await values;
    });
    expect(row).toEqual({
      n: 1,
      whole: "integer",
      r: 1.5,
      t: "'; --",
      none: null,
      yes: 1,
      large,
      at: "1970-01-01T00:00:00.000Z",
      bytes,
      zero: -0,
      nul: "a\0b",
    });
  });

  it.each([
    [undefined, "value 1 is undefined; say null where you mean NULL"],
    [Number.NaN, "value 1 is NaN, which SQLite does not keep"],
    [Number.POSITIVE_INFINITY, "value 1 is Infinity, which SQLite does not keep"],
    [2n ** 63n, "value 1 is beyond the 64 bits of an INTEGER"],
    [new Date(Number.NaN), "value 1 is an invalid Date"],
    [{}, "value 1 is an object; give text, a number, a Date or bytes, or JSON.stringify(value)"],
    [[1], "value 1 is an object; give text, a number, a Date or bytes, or JSON.stringify(value)"],
    [() => 1, "value 1 is a function; give text, a number, a Date or bytes, or JSON.stringify(value)"],
  ])("%s is refused", async (value, problem) => {
    const { ask } = await console_();
    await expect(ask("SELECT ?", [value])).rejects.toMatchObject({ code: "sql-refused", facts: { problem } });
  });

  it("rows say how many were changed, and the last rowid", async () => {
    const { transact } = await console_();
    const seen: unknown[] = [];
    await transact(async (sql) => {
      await sql`CREATE TABLE mine (n INTEGER PRIMARY KEY, t TEXT)`;
      const inserted = await sql`INSERT INTO mine (t) VALUES ('a'), ('b') RETURNING n`;
      const updated = await sql`UPDATE mine SET t = 'c'`;
      const read = await sql`SELECT n, n AS __proto__ FROM mine`;
      seen.push([...inserted], inserted.changes, inserted.lastInsertRowid, updated.changes, read.changes);
      seen.push(Object.keys(read[0] ?? {}));
    });
    expect(seen).toEqual([[{ n: 1 }, { n: 2 }], 2, 2, 2, 0, ["n", "__proto__"]]);
  });
});

describe("a statement that the database refuses", () => {
  it("is an error that the function may catch; what went before it stays", async () => {
    const { transact, ask } = await console_();
    await ask("CREATE TABLE mine (n INTEGER PRIMARY KEY)");
    let error: unknown;
    const outcome = await transact(async (sql) => {
      await sql`INSERT INTO mine VALUES (1)`;
      await sql`INSERT INTO mine VALUES (1)`.catch((thrown: unknown) => {
        error = thrown;
      });
    });
    expect(outcome).toMatchObject({ ended: "landed" });
    expect(error).toMatchObject({ code: "sql-failed", facts: { problem: "UNIQUE constraint failed: mine.n" } });
    expect(await ask("SELECT n FROM mine")).toEqual([{ n: 1 }]);
  });

  it("fails the transaction when it undoes all of it, whatever the function makes of that", async () => {
    const { transact, ask } = await console_();
    await ask("CREATE TABLE mine (n INTEGER PRIMARY KEY)");
    let later: unknown;
    const outcome = await transact(async (sql) => {
      await sql`INSERT INTO mine VALUES (1)`;
      await sql`INSERT OR ROLLBACK INTO mine VALUES (1)`.catch(() => {});
      await sql`INSERT INTO mine VALUES (2)`.catch((thrown: unknown) => {
        later = thrown;
      });
    });
    expect(outcome).toMatchObject({ ended: "failed", error: { code: "sql-failed" } });
    expect(later).toMatchObject({ code: "transaction-over", facts: { why: "a statement has undone" } });
    expect(await ask("SELECT n FROM mine")).toEqual([]);
  });

  it("may be COMMIT, for a foreign key that waits for it", async () => {
    const { transact, ask } = await console_();
    await ask("CREATE TABLE parent (n INTEGER PRIMARY KEY)");
    await ask("CREATE TABLE child (n INTEGER REFERENCES parent (n) DEFERRABLE INITIALLY DEFERRED)");
    const outcome = await transact((sql) => sql`INSERT INTO child VALUES (1)`);
    expect(outcome).toMatchObject({ ended: "failed", error: { code: "sql-failed", facts: { sql: "COMMIT" } } });
    expect(await ask("SELECT * FROM child")).toEqual([]);
  });
});
