import { expect, test } from "vitest";
import { type Aggregates, aggregatePart } from "../aggregate.ts";
import type { Airport } from "../airports.ts";
import { regionOfState } from "../census-regions.ts";
import { mergeAggregates } from "../merge.ts";
import { servedAirports } from "../served-airports.ts";
import type { Tally } from "../tally.ts";
import { findFacts, type ReportInput } from "./facts.ts";
import { type ReportFile, renderReport } from "./render-report.ts";

const totals = await aggregatePart({
  index: 8,
  rowStart: 545_454,
  rowEnd: 613_635,
  group: { rowStart: 545_454, rowEnd: 818_181 },
});
const airports = servedAirports(totals);
const regions = Object.fromEntries(airports.map(({ iata, state }) => [iata, regionOfState(state) ?? "Midwest"]));
const input: ReportInput = { totals, airports, regions };
const files = renderReport(input);
const charts = files.filter(({ name }) => name.endsWith(".svg"));
const report = files.find(({ name }) => name === "report.md")!.content;

test.each(charts)("$name is well-formed and has no broken number", ({ content }) => {
  expect(unbalancedTags(content)).toEqual([]);
  expect(content).not.toMatch(/NaN|undefined|Infinity|null/);
  expect(content).toContain('<rect x="0.5" y="0.5" width="879"');
});

test.each(charts)("nothing in $name lies outside of the picture", ({ content }) => {
  const [, height] = content.match(/viewBox="0 0 880 (\d+)"/)!;
  const values = (pattern: RegExp) => [...content.matchAll(pattern)].map(([, value]) => Number(value));
  for (const x of values(/ (?:x|x1|x2|cx)="([^"]*)"/g)) expect(x >= 0 && x <= 880, `x ${x}`).toBe(true);
  for (const y of values(/ (?:y|y1|y2|cy)="([^"]*)"/g)) expect(y >= 0 && y <= Number(height), `y ${y}`).toBe(true);
});

test.each(charts)("the title of $name fits on its line", ({ content }) => {
  const [, size, title] = content.match(/y="40" font-size="([^"]+)"[^>]*>([^<]*)</)!;
  // Six tenths of the size is the mean width of a bold letter in the widest of the usual fonts.
  expect(title!.length * Number(size) * 0.6).toBeLessThanOrEqual(880 - 2 * 28);
});

test("every picture of the text exists, and every chart is in the text", () => {
  const linked = [...report.matchAll(/!\[[^\]]+\]\(([^)]+)\)/g)].map(([, name]) => name);
  expect(linked.toSorted()).toEqual(charts.map(({ name }) => name).toSorted());
});

test("equal input in another order gives equal bytes", () => {
  const backwards = <Value>(record: Record<string, Value>) => Object.fromEntries(Object.entries(record).toReversed());
  const shuffled: Aggregates = {
    ...totals,
    airports: backwards(totals.airports),
    routes: backwards(totals.routes),
    days: backwards(totals.days),
    hours: backwards(totals.hours),
  };
  const again = renderReport({ totals: shuffled, airports: airports.toReversed(), regions: backwards(regions) });
  expect(again).toEqual(files);
});

test("the figures of the text are those of the totals", () => {
  const { rows, kept, rejected } = totals;
  expect(report).toContain(`| Rows kept | ${kept.toLocaleString("en-US")} |`);
  expect(report).toContain(`${rejected} of ${rows.toLocaleString("en-US")} rows cannot be right`);
  expect(report).toContain("| `date-slip` | 573,709 | 2001-02-05 00:00 | PHX | DTW | 1,671 | 1,447 min |");
  expect(report).toMatch(/No row was set aside for: `missing-value`/);
});

test("the regions count all flights of airports that have one, once", () => {
  const facts = findFacts(input);
  const inRegions = facts.regions.reduce((sum, { tally }) => sum + tally[0], 0);
  expect(inRegions).toBe(totals.kept);
  const withoutDenver = findFacts({ ...input, regions: { ...regions, DEN: undefined! } });
  expect(withoutDenver.regions.reduce((sum, { tally }) => sum + tally[0], 0)).toBe(
    totals.kept - totals.airports.DEN![0],
  );
});

test("no data at all still gives a report, without findings", () => {
  const empty = renderReport({ totals: mergeAggregates([]), airports: [], regions: {} });
  for (const { name, content } of empty.filter(isChart)) {
    expect(unbalancedTags(content), name).toEqual([]);
    expect(content, name).not.toMatch(/NaN|undefined|Infinity/);
  }
  expect(empty.find((file) => !isChart(file))!.content).not.toMatch(/NaN|undefined|\*\*/);
});

test("what names hold is text, never markup", () => {
  const tally: Tally = [100, 1_000, 40, 0];
  const odd: Airport = { ...airports[0]!, iata: "ODD", name: 'A & B <"C"> | D', city: "<i>City</i>", state: "WA" };
  const few: Aggregates = {
    ...mergeAggregates([]),
    rows: 100,
    kept: 100,
    airports: { ODD: tally },
    routes: { "ODD-ODD": tally },
    days: { "2001-01-01": tally },
    hours: { "10": tally },
  };
  const rendered = renderReport({ totals: few, airports: [odd], regions: { ODD: "West" } });
  for (const { content } of rendered.filter(isChart)) {
    expect(unbalancedTags(content)).toEqual([]);
    expect(content).not.toContain("<i>");
  }
  expect(rendered[0]!.content).toContain('A & B <"C"> \\| D (ODD)');
});

function isChart({ name }: ReportFile): boolean {
  return name.endsWith(".svg");
}

/** What is left of the tags when each that closes has met the one that it closes; also stray markup characters. */
function unbalancedTags(xml: string): string[] {
  const open: string[] = [];
  const wrong: string[] = [];
  const outside = xml.replaceAll(
    /<(\/?)([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>/g,
    (_, close, name, _rest, empty) => {
      if (close && open.pop() !== name) wrong.push(`</${name}>`);
      if (!close && !empty) open.push(name);
      return "";
    },
  );
  const stray = outside.match(/[<>]|&(?!(?:amp|lt|gt|quot);)/g) ?? [];
  return [...open, ...wrong, ...stray];
}
