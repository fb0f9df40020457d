import { drawAirportMap } from "./airport-map.ts";
import { drawDayChart } from "./day-chart.ts";
import { type Facts, findFacts, type ReportInput } from "./facts.ts";
import { drawHourChart } from "./hour-chart.ts";
import { writeReportText } from "./report-text.ts";
import { drawRouteChart } from "./route-chart.ts";

export type ReportFile = { name: string; content: string };

const charts = [
  { file: "delay-by-hour.svg", about: "Delay by hour of the day", draw: drawHourChart },
  { file: "airport-map.svg", about: "Map of the airports by punctuality", draw: drawAirportMap },
  { file: "worst-routes.svg", about: "The least punctual routes", draw: drawRouteChart },
  { file: "delay-by-day.svg", about: "Delay by day of the half-year", draw: drawDayChart },
] satisfies { file: string; about: string; draw(facts: Facts): string }[];

/** The text and its pictures. Equal input gives equal bytes. */
export function renderReport(input: ReportInput): ReportFile[] {
  const facts = findFacts(input);
  return [
    { name: "report.md", content: writeReportText(facts, charts) },
    ...charts.map(({ file, draw }) => ({ name: file, content: draw(facts) })),
  ];
}
