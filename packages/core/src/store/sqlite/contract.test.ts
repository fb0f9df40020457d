import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { limits } from "../../model/limits.ts";
import { runStates } from "../../model/run-state.ts";
import { storeContract } from "../contract/index.ts";
import { Connection } from "./driver.ts";
import { sqliteProvider } from "./provider.ts";
import { migrations } from "./schema.ts";

/** Every statement that the contract made the store prepare. */
const prepared = new Set<string>();

class Recording extends Connection {
  override stmt(sql: string) {
    prepared.add(sql);
    return super.stmt(sql);
  }
}

storeContract("sqlite", () => {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
  const file = join(folder, "test.db");
  const connect = (options: ConstructorParameters<typeof Connection>[0]) => new Recording(options);
  const provider = sqliteProvider({ file, label: "file:test.db", busyMs: 60_000, connect });
  return { provider, dispose: () => rmSync(folder, { recursive: true }) };
});

describe("query plans", () => {
  /** Tables whose size does not grow with the number of runs. */
  const small = /^SCAN (workers|namespaces|migrations|json_each|each|CONSTANT ROW)/;
  /** There are as many places as limits and keys in use; two lists of them are brought into one order. */
  const sortsPlaces = /^WITH RECURSIVE each\(place\)/;

  function planOf(db: DatabaseSync, sql: string): string[] {
    return db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map((row) => String(row.detail));
  }

  function newSchema(): DatabaseSync {
    const db = new DatabaseSync(":memory:");
    for (const migration of migrations) db.exec(migration.sql);
    return db;
  }

  const queries = () =>
    [...prepared].filter((sql) =>
      /\b(runs|journal|logs|activity|notices|run_\w+|batches|inbox|asks|ask_assignees|needs|rate_tokens)\b/.test(sql),
    );

  it("no statement of any verb scans a table that grows", () => {
    const db = newSchema();
    expect(queries().length).toBeGreaterThan(50);
    const scans = queries().flatMap((sql) =>
      planOf(db, sql)
        .filter((step) => step.startsWith("SCAN") && !small.test(step) && !/^SCAN \(subquery/.test(step))
        .map((step) => `${step}: ${sql}`),
    );
    expect(scans).toEqual([]);
  });

  it("claims and pages read in index order, without sorting", () => {
    const db = newSchema();
    const ordered = queries().filter((sql) => /ORDER BY/.test(sql) && /LIMIT \?/.test(sql) && !sortsPlaces.test(sql));
    expect(ordered.length).toBeGreaterThan(8);
    const sorts = ordered.filter((sql) => planOf(db, sql).some((step) => /TEMP B-TREE/.test(step)));
    expect(sorts).toEqual([]);
  });
});

describe("the schema", () => {
  it("knows exactly the states of the table", () => {
    const listed = /state TEXT NOT NULL CHECK \(([^)]*)\)/.exec(migrations[0]?.sql ?? "")?.[1] ?? "";
    expect([...listed.matchAll(/'(\w+)'/g)].map(([, state]) => state)).toEqual([...runStates]);
  });

  it("removing a run deletes its rows from every table that has such", () => {
    const db = new DatabaseSync(":memory:");
    for (const migration of migrations) db.exec(migration.sql);
    const tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    const ofRuns = tables
      .map(({ name }) => String(name))
      .filter((table) =>
        db
          .prepare(`PRAGMA table_info(${table})`)
          .all()
          .some((column) => column.name === "run"),
      );
    const deletes = [...prepared].join("\n");
    // Notices are their worker's: read and removed by it, or removed with it.
    const forgotten = ofRuns.filter((table) => table !== "notices" && !deletes.includes(`DELETE FROM ${table} WHERE`));
    expect(forgotten, "add them in remove.ts").toEqual([]);
  });

  it("keeps suspects apart from where the limits do", () => {
    expect(migrations[0]?.sql).toContain(`WHERE ready = 1 AND deaths >= ${limits.suspectAlone};`);
  });
});
