/** One month of the flights as CSV, for whoever reads no Parquet. */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { asyncBufferFromFile, parquetMetadataAsync } from "hyparquet";
import { readAirports } from "../airports.ts";
import { createAtlas } from "../atlas.ts";
import { findFault } from "../check.ts";
import { decodeGroup, type RowRange } from "../row-group.ts";
import { flightsFile } from "../vega-data.ts";

export interface MonthWritten {
  readonly kept: number;
  readonly rejected: number;
}

/** Writes hour and delay of each flight that passes the checks of the flights example. @param month of 2001, from 1 */
export async function writeMonth(month: number, file: string): Promise<MonthWritten> {
  const [from, to] = [Date.UTC(2001, month - 1), Date.UTC(2001, month)].map((ms) => ms / 60_000) as [number, number];
  const atlas = createAtlas(readAirports());
  const out = createWriteStream(file);
  const counts = { kept: 0, rejected: 0 };
  for (const group of await groupsOf(from, to)) {
    const { minute, delay, distance, origin, destination } = await decodeGroup(group);
    let lines = "";
    for (const [at, left] of minute.entries()) {
      if (left < from || left >= to) continue;
      const [start = "", end = ""] = [origin[at], destination[at]];
      const flight = {
        minute: left,
        delay: delay[at] ?? 0,
        distance: distance[at] ?? 0,
        origin: start,
        destination: end,
      };
      if (findFault(flight, atlas.route(start, end)) !== undefined) counts.rejected++;
      else {
        counts.kept++;
        lines += `${hourOf(left)},${flight.delay}\n`;
      }
    }
    if (!out.write(lines)) await once(out, "drain");
  }
  out.end();
  await once(out, "finish");
  return counts;
}

/** The row groups in which minutes of the month stand: the file is in their order. */
async function groupsOf(from: number, to: number): Promise<RowRange[]> {
  const { row_groups } = await parquetMetadataAsync(await asyncBufferFromFile(flightsFile()));
  let rowEnd = 0;
  const groups = row_groups.map(({ num_rows, columns }) => {
    const rowStart = rowEnd;
    rowEnd += Number(num_rows);
    const dates = columns.find(({ meta_data }) => meta_data?.path_in_schema[0] === "date")?.meta_data?.statistics;
    return { rowStart, rowEnd, first: Number(dates?.min_value) / 60_000, last: Number(dates?.max_value) / 60_000 };
  });
  return groups.filter(({ first, last }) => last >= from && first < to);
}

function hourOf(minute: number): string {
  return String(Math.floor(minute / 60) % 24).padStart(2, "0");
}
