import { constants } from "node:sqlite";
import { expect, test } from "vitest";
import { Premises } from "./premises.ts";

// One history after the other has the same database: none finds anything of the one before.

function names(premises: Premises): unknown[] {
  return premises.anchor.stmt("SELECT name FROM things").all().flat();
}

test("who comes finds the tables and nothing in them, not even the numbers that were given", () => {
  const first = Premises.take();
  const db = first.connect();
  db.exec("CREATE TABLE things (key INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)");
  db.stmt("INSERT INTO things (name) VALUES (?)").run("old");
  db.exec("BEGIN");
  db.stmt("INSERT INTO things (name) VALUES (?)").run("never committed");
  db.close();
  db.close();
  expect(names(first)).toEqual(["old"]);
  first.leave();
  const second = Premises.take();
  expect(second).toBe(first);
  expect(names(second)).toEqual([]);
  const again = second.connect();
  expect([again.inTransaction, again.stmt("INSERT INTO things (name) VALUES (?)").insert("new")]).toEqual([false, 1]);
  again.close();
  second.leave();
});

test("a connection that was closed is not used, also when another has it", () => {
  const premises = Premises.take();
  const old = premises.connect();
  old.close();
  const other = premises.connect();
  expect(() => old.exec("SELECT 1")).toThrow(/the connection is closed/);
  other.close();
  premises.leave();
});

test("who comes gives its own settings and asks about its own statements, whatever the one before did", () => {
  const premises = Premises.take();
  const old = premises.connect();
  old.exec("PRAGMA foreign_keys = OFF");
  old.authorize(() => constants.SQLITE_DENY);
  expect(() => old.prepare("SELECT 1")).toThrow(/not authorized/);
  old.close();
  const other = premises.connect();
  expect(other.prepare("SELECT 1").get()).toEqual({ 1: 1 });
  for (const [value, expected] of [
    ["ON", 1],
    ["OFF", 0],
    ["OFF", 0],
    ["ON", 1],
  ] as const) {
    other.exec(`PRAGMA foreign_keys = ${value}`);
    expect(other.value("PRAGMA foreign_keys")).toBe(expected);
  }
  other.authorize((_action, _first, _second, database) =>
    database === null ? constants.SQLITE_OK : constants.SQLITE_DENY,
  );
  expect(() => other.prepare("SELECT * FROM sqlite_schema")).toThrow(/prohibited|not authorized/);
  other.close();
  premises.leave();
});

test("a database that somebody may still write to serves no other history", () => {
  const premises = Premises.take();
  premises.connect();
  premises.leave();
  const next = Premises.take();
  expect(next).not.toBe(premises);
  next.leave();
});
