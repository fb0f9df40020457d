/**
 * Three million flights in one durable run: read, check and count (in threads, a step per stretch of rows), find
 * each airport's region through a flaky service, write the report and the database.
 *
 *   npx stepwell run examples/flights/pipeline.ts
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { workflow } from "stepwell";
import type { Region } from "./census-regions.ts";
import { mergeAggregates } from "./merge.ts";
import type { ReportInput } from "./report/facts.ts";
import { servedAirports } from "./served-airports.ts";
import { describeSource, planParts } from "./source.ts";
import { countPart, findRegion } from "./tasks.ts";
import { writeDatabase } from "./write-database.ts";
import { writeReport } from "./write-report.ts";

export interface FlightsInput {
  /** Where the report goes. Default: `out` beside this file. */
  readonly directory?: string;
  /** A file in which bodies note that they execute; for the crash demonstration. */
  readonly trace?: string;
}

export interface FlightsOutput {
  readonly report: string;
  readonly database: string;
  readonly rows: number;
  readonly kept: number;
  readonly rejected: number;
  readonly airports: number;
}

const defaultDirectory = fileURLToPath(new URL("out", import.meta.url));

export const flights = workflow("flights", async (wf, input: FlightsInput | undefined): Promise<FlightsOutput> => {
  const { directory = defaultDirectory, trace } = input ?? {};
  const source = await wf.step("read", () => describeSource());
  wf.title(`${source.rows.toLocaleString("en")} flights`);

  const counted = await wf.map(planParts(source), (part) => countPart({ part, trace }), {
    name: "check and count",
    concurrency: 8,
  });
  const totals = await wf.step("merge", () => mergeAggregates(counted));

  const airports = servedAirports(totals);
  const found = await wf.map(airports, (airport) => findRegion({ airport, trace }), {
    name: "regions",
    concurrency: 24,
  });
  const regions = Object.fromEntries(airports.map(({ iata }, index) => [iata, found[index] as Region]));

  const written: ReportInput = { totals, airports, regions };
  const database = join(directory, "flights.sqlite");
  // Both writers build beside the old file and rename: a crash in between leaves the old one whole.
  await wf.step("report", () => {
    mkdirSync(directory, { recursive: true });
    writeReport(written, directory);
  });
  await wf.step("database", () => {
    writeDatabase(written, database);
  });
  const { rows, kept, rejected } = totals;
  wf.attributes({ kept, rejected });
  return { report: join(directory, "report.md"), database, rows, kept, rejected, airports: airports.length };
});
