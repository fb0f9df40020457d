import { period, rules } from "../check.ts";
import { lateAfterMinutes } from "../tally.ts";
import { type Facts, thresholds } from "./facts.ts";
import { count, dayName, lateShare, percent } from "./figures.ts";
import { findings } from "./findings.ts";
import { airportTable, pickSamples, reasonTable, regionTable, sampleTable, summaryTable } from "./tables.ts";

export type Picture = { file: string; about: string };

/** Markdown. It names no date of today and no time taken: equal data give equal bytes. */
export function writeReportText(facts: Facts, pictures: readonly Picture[]): string {
  const parts = [
    `# Who is late, when and where: ${count(facts.totals.rows)} US flights`,
    opening(facts),
    summaryTable(facts),
    "## Findings",
    findings(facts)
      .map((sentence) => `- ${sentence}`)
      .join("\n"),
    ...pictures.map(({ file, about }) => `![${about}](${file})`),
    "## The busiest airports",
    airportTable(facts, 20),
    "## Regions",
    regionTable(facts),
    "## Rows set aside",
    ...setAside(facts),
    "## How to read the figures",
    reading(),
  ];
  return `${parts.join("\n\n")}\n`;
}

function opening({ overall }: Facts): string {
  return (
    `Flights of US airlines from ${dayName(period.firstDay)} to ${dayName(period.lastDay)} 2001, as they were reported to ` +
    "the Bureau of Transportation Statistics. " +
    `${percent(lateShare(overall))} of them arrived more than ${lateAfterMinutes} minutes late.`
  );
}

function setAside(facts: Facts): string[] {
  const { totals, airports } = facts;
  const idle = rules.filter(({ code }) => !totals.reasons[code]).map(({ code }) => `\`${code}\``);
  const most = airports.toSorted((a, b) => b.tally[3] - a.tally[3]).slice(0, 3);
  const places = most.filter(({ tally }) => tally[3] > 0).map(({ airport, tally }) => `${airport.iata} (${tally[3]})`);
  return [
    `${count(totals.rejected)} of ${count(totals.rows)} rows cannot be right and count nowhere above.`,
    ...(totals.rejected > 0 ? [reasonTable(facts)] : []),
    ...(places.length > 0 ? [`Most of them from ${places.join(", ")}.`] : []),
    ...(idle.length > 0 ? [`No row was set aside for: ${idle.join(", ")}.`] : []),
    ...(totals.samples.length > 0 ? ["Examples:", sampleTable(pickSamples(totals.samples, 3))] : []),
  ];
}

function reading(): string {
  return [
    "- A flight counts for the airport it left, on the local day and in the local hour in which it left.",
    "- Its delay is that at arrival, against the plan; early arrivals lower the mean.",
    `- Airports are compared from ${thresholds.airportFlightsPerDay} flights a day, routes from ${thresholds.routeFlightsPerDay}, hours from ${percent(thresholds.shareOfHour)} of all flights: below that a share says little.`,
    "- Regions are those of the Census Bureau; Puerto Rico and the Virgin Islands are the Islands.",
  ].join("\n");
}
