import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { aggregatePart } from "./aggregate.ts";
import { mergeAggregates } from "./merge.ts";
import { servedAirports } from "./served-airports.ts";
import { writeDatabase } from "./write-database.ts";

const totals = await aggregatePart({
  index: 8,
  rowStart: 545_454,
  rowEnd: 613_635,
  group: { rowStart: 545_454, rowEnd: 818_181 },
});
const airports = servedAirports(totals);
const input = { totals, airports, regions: { PHX: "West" } } as const;

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "flights-database-"));
  path = join(directory, "new", "flights.sqlite");
});
afterEach(() => rmSync(directory, { recursive: true }));

function query(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

test("each table adds up to the same flights, delays, late flights and rejected rows", () => {
  const written = writeDatabase(input, path);
  const sums = "SUM(flights) f, SUM(delay_minutes_sum) d, SUM(late_over_15) l, SUM(rejected) r";
  const [expected] = query(`SELECT ${sums} FROM airports`);
  expect(expected).toMatchObject({ f: totals.kept, r: totals.rejected });
  for (const table of ["routes", "days", "hours"])
    expect(query(`SELECT ${sums} FROM ${table}`), table).toEqual([expected]);
  expect(query("SELECT SUM(rows) r FROM rejected_reasons")).toEqual([{ r: totals.rejected }]);
  for (const [table, rows] of Object.entries(written))
    expect(query(`SELECT COUNT(*) n FROM ${table}`), table).toEqual([{ n: rows }]);
});

test("an airport's row has its place, its region and its counts", () => {
  writeDatabase(input, path);
  const [flights, delay, late, rejected] = totals.airports.PHX!;
  expect(query("SELECT * FROM airports WHERE iata = 'PHX'")).toEqual([
    {
      iata: "PHX",
      name: "Phoenix Sky Harbor International",
      city: "Phoenix",
      state: "AZ",
      latitude: 33.43416667,
      longitude: -112.0080556,
      region: "West",
      flights,
      delay_minutes_sum: delay,
      late_over_15: late,
      rejected,
    },
  ]);
  expect(query("SELECT region FROM airports WHERE iata = 'LAX'")).toEqual([{ region: null }]);
});

test("written twice, over what a crash left, the file has the same bytes", () => {
  writeDatabase(input, path);
  const before = readFileSync(path);
  writeFileSync(`${path}.partial`, "not a database");
  writeDatabase(input, path);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(existsSync(`${path}.partial`)).toBe(false);
});

test("rows without airport or time have their place too, and nothing is a fine database", () => {
  const lost = { ...mergeAggregates([]), airports: { "": [0, 0, 0, 2] }, hours: { "": [0, 0, 0, 2] } } as typeof totals;
  writeDatabase({ totals: lost, airports: [], regions: {} }, path);
  expect(query("SELECT iata, latitude, rejected FROM airports")).toEqual([{ iata: "", latitude: null, rejected: 2 }]);
  expect(query("SELECT * FROM hours")).toEqual([]);
});

test("a failed write leaves the old file as it was", () => {
  writeDatabase(input, path);
  const before = readFileSync(path);
  const broken = { ...totals, airports: { SEA: [1, 0.5, 0, 0] } } as typeof totals;
  expect(() => writeDatabase({ ...input, totals: broken }, path)).toThrow();
  expect(readFileSync(path).equals(before)).toBe(true);
});
