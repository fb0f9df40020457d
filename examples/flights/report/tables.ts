import { type ReasonCode, rules } from "../check.ts";
import type { Sample } from "../samples.ts";
import type { Facts } from "./facts.ts";
import { count, lateShare, meanDelay, minutes, percent } from "./figures.ts";

type Column<Row> = { head: string; align?: "right"; cell(row: Row): string };

function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const line = (cells: string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(columns.map(({ head }) => head)),
    line(columns.map(({ align }) => (align === "right" ? "--:" : ":--"))),
    ...rows.map((row) => line(columns.map(({ cell }) => cell(row).replaceAll("|", "\\|")))),
  ].join("\n");
}

export function summaryTable({ totals, overall, airports, routes, days }: Facts): string {
  const rows: [string, string][] = [
    ["Rows read", count(totals.rows)],
    ["Rows kept", count(totals.kept)],
    ["Rows set aside", count(totals.rejected)],
    ["Airports of departure", count(airports.length)],
    ["Routes", count(routes.length)],
    ["Days", count(days.length)],
    ["Mean delay at arrival", minutes(meanDelay(overall))],
    ["Over 15 minutes late", percent(lateShare(overall))],
  ];
  return table(rows, [
    { head: "Figure", cell: ([name]) => name },
    { head: "Value", align: "right", cell: ([, value]) => value },
  ]);
}

export function airportTable({ airports }: Facts, most: number): string {
  return table(airports.slice(0, most), [
    { head: "Airport", cell: ({ airport }) => `${airport.name} (${airport.iata})` },
    { head: "City", cell: ({ airport }) => [airport.city, airport.state].filter(Boolean).join(", ") },
    { head: "Region", cell: ({ region }) => region ?? "" },
    { head: "Flights", align: "right", cell: ({ tally }) => count(tally[0]) },
    { head: "Over 15 min late", align: "right", cell: ({ tally }) => percent(lateShare(tally)) },
    { head: "Mean delay", align: "right", cell: ({ tally }) => minutes(meanDelay(tally)) },
  ]);
}

export function regionTable({ regions, airports }: Facts): string {
  return table(regions, [
    { head: "Region", cell: ({ key }) => key },
    {
      head: "Airports",
      align: "right",
      cell: ({ key }) => count(airports.filter(({ region }) => region === key).length),
    },
    { head: "Flights", align: "right", cell: ({ tally }) => count(tally[0]) },
    { head: "Over 15 min late", align: "right", cell: ({ tally }) => percent(lateShare(tally)) },
    { head: "Mean delay", align: "right", cell: ({ tally }) => minutes(meanDelay(tally)) },
  ]);
}

export function reasonTable({ totals }: Facts): string {
  const found = rules
    .map(({ code, text }) => ({ code, text, rows: totals.reasons[code] ?? 0 }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => b.rows - a.rows);
  return table(found, [
    { head: "Reason", cell: ({ code }) => `\`${code}\`` },
    { head: "Set aside because", cell: ({ text }) => text },
    { head: "Rows", align: "right", cell: ({ rows }) => count(rows) },
  ]);
}

export function sampleTable(samples: readonly Sample[]): string {
  return table(samples, [
    { head: "Reason", cell: ({ reason }) => `\`${reason}\`` },
    { head: "Row", align: "right", cell: ({ row }) => count(row) },
    { head: "Left", cell: ({ left }) => left },
    { head: "From", cell: ({ origin }) => origin },
    { head: "To", cell: ({ destination }) => destination },
    { head: "Miles", align: "right", cell: ({ distance }) => (distance === null ? "" : count(distance)) },
    {
      head: "Delay",
      align: "right",
      cell: ({ delay }) => (delay === null ? "" : `${count(delay).replace("-", "−")} min`),
    },
  ]);
}

/** The most striking samples of each reason, in the order of the rules. */
export function pickSamples(samples: readonly Sample[], perReason: number): Sample[] {
  const of = (code: ReasonCode) => samples.filter(({ reason }) => reason === code).slice(0, perReason);
  return rules.flatMap(({ code }) => of(code));
}
