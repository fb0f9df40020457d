import { asyncBufferFromFile, type ColumnData, parquetRead } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { flightsFile } from "./vega-data.ts";

/** Rows of the file by number, from 0; `rowEnd` is exclusive. */
export type RowRange = { rowStart: number; rowEnd: number };

/** One entry per row. A missing number is NaN, a missing code the empty string. */
export type FlightColumns = {
  /** When the plane left, in minutes of local wall-clock time since 1970-01-01T00:00. */
  minute: Float64Array;
  /** How much later than planned it arrived, in minutes; negative is early. */
  delay: Float64Array;
  /** Miles. */
  distance: Float64Array;
  origin: string[];
  destination: string[];
};

type Decoded = { rowStart: number; columns: Promise<FlightColumns> };

// Each column of a group is one single page, so that a quarter of a group costs as much to decode as the whole: 0.15 s of CPU.
// The parts that a thread works on one after the other mostly lie in the same group; therefore each thread keeps the group
// that it decoded last, 10 MB. The file never changes: nobody can tell but by the time it takes.
let last: Decoded | undefined;

/** The rows of one whole row group. Callers share the result and must not write to it. */
export function decodeGroup(group: RowRange): Promise<FlightColumns> {
  if (last?.rowStart === group.rowStart) return last.columns;
  const decoded: Decoded = { rowStart: group.rowStart, columns: decode(group) };
  last = decoded;
  // A failure is not kept: the retry reads again.
  decoded.columns.catch(() => {
    if (last === decoded) last = undefined;
  });
  return decoded.columns;
}

async function decode(group: RowRange): Promise<FlightColumns> {
  const rows = group.rowEnd - group.rowStart;
  const columns: FlightColumns = {
    minute: new Float64Array(rows).fill(Number.NaN),
    delay: new Float64Array(rows).fill(Number.NaN),
    distance: new Float64Array(rows).fill(Number.NaN),
    origin: [],
    destination: [],
  };
  await parquetRead({
    file: await asyncBufferFromFile(flightsFile()),
    ...group,
    compressors,
    parsers: { timestampFromMicroseconds: (micros) => Number(micros / 60_000_000n) },
    onChunk: (chunk) => copyChunk(chunk, chunk.rowStart - group.rowStart, columns),
  });
  return columns;
}

function copyChunk({ columnName, columnData }: ColumnData, at: number, into: FlightColumns): void {
  if (columnName === "date") copyNumbers(columnData, into.minute, at);
  else if (columnName === "delay") copyNumbers(columnData, into.delay, at);
  else if (columnName === "distance") copyNumbers(columnData, into.distance, at);
  else if (columnName === "origin") copyCodes(columnData, into.origin, at);
  else if (columnName === "destination") copyCodes(columnData, into.destination, at);
}

function copyNumbers(values: ArrayLike<number | bigint | null>, into: Float64Array, at: number): void {
  for (let row = 0; row < values.length; row++) into[at + row] = Number(values[row] ?? Number.NaN);
}

function copyCodes(values: ArrayLike<unknown>, into: string[], at: number): void {
  for (let row = 0; row < values.length; row++) into[at + row] = String(values[row] ?? "");
}
