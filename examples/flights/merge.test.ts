import fc from "fast-check";
import { expect, test } from "vitest";
import { type Aggregates, aggregatePart } from "./aggregate.ts";
import { mergeAggregates } from "./merge.ts";
import { samplesPerReason, strikingSamples } from "./samples.ts";
import { countRejected, emptyTally, type Tally } from "./tally.ts";

test("two halves add up to the whole", async () => {
  const group = { rowStart: 545_454, rowEnd: 818_181 };
  const [start, middle, end] = [600_000, 634_567, 660_000];
  const halves = await Promise.all([
    aggregatePart({ index: 0, rowStart: start, rowEnd: middle, group }),
    aggregatePart({ index: 1, rowStart: middle, rowEnd: end, group }),
  ]);
  const whole = await aggregatePart({ index: 0, rowStart: start, rowEnd: end, group });
  expect(JSON.stringify(mergeAggregates(halves))).toBe(JSON.stringify(mergeAggregates([whole])));
  expect(whole.rejected).toBeGreaterThan(0);
});

test("order and grouping of the parts do not matter, to the byte", () => {
  fc.assert(
    fc.property(manyParts, ({ parts, shuffled, cut }) => {
      const atOnce = mergeAggregates(parts);
      const grouped = mergeAggregates([mergeAggregates(shuffled.slice(0, cut)), mergeAggregates(shuffled.slice(cut))]);
      expect(JSON.stringify(grouped)).toBe(JSON.stringify(atOnce));
    }),
  );
});

test("nothing merges to nothing", () => {
  expect(mergeAggregates([])).toMatchObject({ rows: 0, kept: 0, airports: {}, samples: [] });
});

const codes = ["date-slip", "missing-value"] as const;
const rejectedRows = fc.array(
  fc.record({ code: fc.constantFrom(...codes), airport: fc.constantFrom("ATL", "ORD", "X") }),
  {
    maxLength: 3 * samplesPerReason,
  },
);
const manyParts = fc
  .array(fc.record({ rejectedRows, delay: fc.integer({ min: -99, max: 999 }) }), { maxLength: 6 })
  .map((drafts) => drafts.map((draft, index) => toPart(draft.rejectedRows, draft.delay, index)))
  .chain((parts) =>
    fc.record({
      parts: fc.shuffledSubarray(parts, { minLength: parts.length }),
      shuffled: fc.shuffledSubarray(parts, { minLength: parts.length }),
      cut: fc.integer({ min: 0, max: parts.length }),
    }),
  );

type RejectedRow = { code: (typeof codes)[number]; airport: string };

function toPart(rows: RejectedRow[], delay: number, index: number): Aggregates {
  const reasons: Aggregates["reasons"] = {};
  const airports = new Map<string, Tally>([["SEA", [1, delay, 0, 0]]]);
  const samples: Aggregates["samples"] = [];
  for (const [at, { code, airport }] of rows.entries()) {
    reasons[code] = (reasons[code] ?? 0) + 1;
    countRejected(airports.getOrInsertComputed(airport, emptyTally));
    const row = index * 1_000 + at;
    samples.push({
      reason: code,
      row,
      left: "",
      delay: delay + (at % 3),
      distance: 1,
      origin: airport,
      destination: "SEA",
    });
  }
  const counts = { rows: rows.length + 1, kept: 1, rejected: rows.length };
  return {
    ...counts,
    reasons,
    airports: Object.fromEntries(airports),
    routes: {},
    days: {},
    hours: {},
    samples: strikingSamples(samples),
  };
}
