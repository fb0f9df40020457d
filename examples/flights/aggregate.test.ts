import { asyncBufferFromFile, parquetReadObjects } from "hyparquet";
import { compressors } from "hyparquet-compressors";
import { expect, test } from "vitest";
import { type Aggregates, aggregateColumns, aggregatePart } from "./aggregate.ts";
import { samplesPerReason } from "./samples.ts";
import type { Part } from "./source.ts";
import { flightsFile } from "./vega-data.ts";

const part: Part = {
  index: 8,
  rowStart: 545_454,
  rowEnd: 613_635,
  group: { rowStart: 545_454, rowEnd: 818_181 },
};
const aggregates = await aggregatePart(part);

test("the counts are those of a plain walk over the same rows", async () => {
  const rows = await parquetReadObjects({
    file: await asyncBufferFromFile(flightsFile()),
    compressors,
    rowStart: part.rowStart,
    rowEnd: part.rowEnd,
  });
  const expected = new Map<string, [number, number, number, number]>();
  for (const row of rows) {
    const delay = Number(row.delay);
    const time = row.date.toISOString();
    const keys = [row.origin, `${row.origin}-${row.destination}`, time.slice(0, 10), `${time.slice(11, 13)} h`];
    for (const key of keys) {
      const counts = expected.getOrInsertComputed(key, () => [0, 0, 0, 0]);
      if (isSetAside(row.origin, row.destination, delay)) counts[3] += 1;
      else {
        counts[0] += 1;
        counts[1] += delay;
        if (delay > 15) counts[2] += 1;
      }
    }
  }
  const hours = Object.entries(aggregates.hours).map(([hour, tally]) => [`${hour} h`, tally] as const);
  const found = { ...aggregates.airports, ...aggregates.routes, ...aggregates.days, ...Object.fromEntries(hours) };
  expect(found).toEqual(Object.fromEntries(expected));
});

// Known by eye for this part: the Phoenix–Detroit flights of midnight, and two that were earlier than their flight is long.
function isSetAside(origin: string, destination: string, delay: number): boolean {
  const route = `${origin}-${destination}`;
  if (route === "PHX-DTW") return delay > 1_380;
  return (route === "MHT-PWM" && delay === -41) || (route === "MDT-ABE" && delay === -42);
}

test("kept and rejected are all rows, by every way of counting", () => {
  expect(aggregates.rows).toBe(part.rowEnd - part.rowStart);
  expect(aggregates.kept + aggregates.rejected).toBe(aggregates.rows);
  for (const tallies of [aggregates.airports, aggregates.routes, aggregates.days, aggregates.hours]) {
    const all = Object.values(tallies);
    expect(all.reduce((sum, tally) => sum + tally[0], 0)).toBe(aggregates.kept);
    expect(all.reduce((sum, tally) => sum + tally[3], 0)).toBe(aggregates.rejected);
  }
  expect(Object.values(aggregates.reasons).reduce((sum, count) => sum + count, 0)).toBe(aggregates.rejected);
});

test("the samples show what was set aside, with the number of the row", () => {
  expect(aggregates.samples).toContainEqual({
    reason: "date-slip",
    row: expect.any(Number),
    left: "2001-02-06 23:55",
    delay: 1418,
    distance: 1671,
    origin: "PHX",
    destination: "DTW",
  });
  for (const sample of aggregates.samples) {
    expect(sample.row).toBeGreaterThanOrEqual(part.rowStart);
    expect(sample.row).toBeLessThan(part.rowEnd);
  }
});

test("a part crosses a step's border in well under a mebibyte and unchanged", () => {
  const text = JSON.stringify(aggregates);
  expect(text.length).toBeLessThan(150_000);
  expect(JSON.parse(text)).toEqual(aggregates);
});

test("rows without values are counted and sampled, not lost", () => {
  const rows = 1_500;
  const nothing = aggregateColumns(
    {
      minute: new Float64Array(rows).fill(Number.NaN),
      delay: new Float64Array(rows).fill(Number.NaN),
      distance: new Float64Array(rows).fill(Number.NaN),
      origin: Array(rows).fill(""),
      destination: Array(rows).fill(""),
    },
    100,
  );
  expect(nothing).toMatchObject<Partial<Aggregates>>({
    rows,
    kept: 0,
    rejected: rows,
    reasons: { "missing-value": rows },
    airports: { "": [0, 0, 0, rows] },
    days: { "": [0, 0, 0, rows] },
    hours: { "": [0, 0, 0, rows] },
  });
  expect(nothing.samples).toHaveLength(samplesPerReason);
  expect(nothing.samples[0]).toMatchObject({ row: 100, left: "", delay: null, distance: null });
});
