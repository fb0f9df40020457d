import { mkdirSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { rules } from "./check.ts";
import type { ReportInput } from "./report/facts.ts";
import type { Tallies } from "./tally.ts";

export type WrittenTables = { airports: number; routes: number; days: number; hours: number; rejected_reasons: number };

const counts = `
  flights INTEGER NOT NULL,
  delay_minutes_sum INTEGER NOT NULL,
  late_over_15 INTEGER NOT NULL,
  rejected INTEGER NOT NULL`;

// flights counts the rows that were kept, and the two sums are over these; rejected counts the others.
const schema = `
  CREATE TABLE airports (iata TEXT PRIMARY KEY, name TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL,
    latitude REAL, longitude REAL, region TEXT, ${counts}) STRICT, WITHOUT ROWID;
  CREATE TABLE routes (origin TEXT, destination TEXT, ${counts}, PRIMARY KEY (origin, destination)) STRICT, WITHOUT ROWID;
  CREATE TABLE days (day TEXT PRIMARY KEY, ${counts}) STRICT, WITHOUT ROWID;
  CREATE TABLE hours (hour INTEGER PRIMARY KEY, ${counts}) STRICT;
  CREATE TABLE rejected_reasons (code TEXT PRIMARY KEY, text TEXT NOT NULL, rows INTEGER NOT NULL) STRICT, WITHOUT ROWID;`;

/**
 * Writes the totals as a SQLite file. It is built beside its place and then moved there, so that readers see the old file or the
 * whole new one, and a crash leaves nothing that a second call would not clear away. Equal input gives equal bytes.
 */
export function writeDatabase(input: ReportInput, path: string): WrittenTables {
  const partial = `${path}.partial`;
  mkdirSync(dirname(path), { recursive: true });
  rmSync(partial, { force: true });
  const database = new DatabaseSync(partial);
  let written: WrittenTables;
  try {
    // A journal would guard a file that nobody needs before it is whole.
    database.exec("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;");
    database.exec(schema);
    written = fill(database, input);
    database.exec("COMMIT");
  } finally {
    database.close();
  }
  renameSync(partial, path);
  return written;
}

function fill(database: DatabaseSync, { totals, airports, regions }: ReportInput): WrittenTables {
  const known = new Map(airports.map((airport) => [airport.iata, airport]));
  const insert = (table: string, rows: SQLInputValue[][]): number => {
    const marks = rows[0]?.map(() => "?").join(", ");
    const statement = marks && database.prepare(`INSERT INTO ${table} VALUES (${marks})`);
    if (statement) for (const row of rows) statement.run(...row);
    return rows.length;
  };
  return {
    airports: insert(
      "airports",
      entries(totals.airports).map(([iata, tally]) => {
        // A code that airports.csv does not know has rejected rows to show, but no place on earth.
        const { name = "", city = "", state = "", latitude = null, longitude = null } = known.get(iata) ?? {};
        return [iata, name, city, state, latitude, longitude, regions[iata] ?? null, ...tally];
      }),
    ),
    routes: insert(
      "routes",
      entries(totals.routes).map(([route, tally]) => [...route.split("-"), ...tally]),
    ),
    days: insert(
      "days",
      entries(totals.days).map(([day, tally]) => [day, ...tally]),
    ),
    // Rows without a time are set aside under no hour.
    hours: insert(
      "hours",
      entries(totals.hours)
        .filter(([hour]) => hour !== "")
        .map(([hour, tally]) => [Number(hour), ...tally]),
    ),
    rejected_reasons: insert(
      "rejected_reasons",
      rules.map(({ code, text }) => [code, text, totals.reasons[code] ?? 0]),
    ),
  };
}

function entries(tallies: Tallies): [string, Tallies[string]][] {
  return Object.entries(tallies).sort(([a], [b]) => (a < b ? -1 : 1));
}
