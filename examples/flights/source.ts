import { asyncBufferFromFile, parquetMetadataAsync } from "hyparquet";
import { decodeGroup, type FlightColumns, type RowRange } from "./row-group.ts";
import { flightsFile } from "./vega-data.ts";

export type Source = {
  rows: number;
  bytes: number;
  columns: string[];
  /** The row groups of the file, in order. */
  groups: RowRange[];
};

/** A stretch of rows, and the one row group that it lies in. */
export type Part = RowRange & { index: number; group: RowRange };

export async function describeSource(): Promise<Source> {
  const file = await asyncBufferFromFile(flightsFile());
  const metadata = await parquetMetadataAsync(file);
  const groups: RowRange[] = [];
  for (const group of metadata.row_groups) {
    const rowStart = groups.at(-1)?.rowEnd ?? 0;
    groups.push({ rowStart, rowEnd: rowStart + Number(group.num_rows) });
  }
  return {
    rows: Number(metadata.num_rows),
    bytes: file.byteLength,
    columns: metadata.schema.slice(1).map((element) => element.name),
    groups,
  };
}

/**
 * The file has 11 row groups of 272,727 rows. Four parts of each make 44: enough to see them advance, few enough to record, and
 * what a crash costs a thread is a quarter of a second.
 */
export const partsPerGroup = 4;

export function planParts({ groups }: Pick<Source, "groups">): Part[] {
  const ranges = groups.flatMap((group) => {
    const rows = group.rowEnd - group.rowStart;
    const cuts = Array.from({ length: partsPerGroup + 1 }, (_, slice) => Math.floor((rows * slice) / partsPerGroup));
    return cuts.slice(1).map((cut, slice) => ({
      rowStart: group.rowStart + (cuts[slice] ?? 0),
      rowEnd: group.rowStart + cut,
      group,
    }));
  });
  return ranges.filter(({ rowStart, rowEnd }) => rowEnd > rowStart).map((range, index) => ({ index, ...range }));
}

export async function readPart({ rowStart, rowEnd, group }: Part): Promise<FlightColumns> {
  const columns = await decodeGroup(group);
  const [from, to] = [rowStart - group.rowStart, rowEnd - group.rowStart];
  return {
    minute: columns.minute.subarray(from, to),
    delay: columns.delay.subarray(from, to),
    distance: columns.distance.subarray(from, to),
    origin: columns.origin.slice(from, to),
    destination: columns.destination.slice(from, to),
  };
}
