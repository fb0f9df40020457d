import { chart, chartWidth, hairline, ink, margin, muted } from "./chart-frame.ts";
import { type CountedRoute, type Facts, thresholds } from "./facts.ts";
import { count, lateShare, meanDelay, percent } from "./figures.ts";
import { lateColour } from "./late-scale.ts";
import { element, text, tooltip, tspan } from "./svg.ts";

const shown = 15;
const left = margin + 262;
const right = chartWidth - margin - 152;
const top = 112;
const pitch = 25;

export function drawRouteChart(facts: Facts): string {
  const routes = facts.rankedRoutes.slice(0, shown);
  const ceiling = Math.ceil(Math.max(0.1, ...routes.map(({ tally }) => lateShare(tally))) * 10) / 10;
  const xOf = (share: number) => left + (share / ceiling) * (right - left);
  const bottom = top + shown * pitch;
  return chart(
    {
      height: bottom + 76,
      title: titleOf(routes),
      subtitle: "Share of flights that arrived over 15 minutes late",
      note: `Of the ${count(facts.rankedRoutes.length)} routes with at least ${thresholds.routeFlightsPerDay} flights a day.`,
    },
    axis(ceiling, xOf, bottom),
    columnHeads(),
    ...routes.map((route, index) => row(route, top + index * pitch, xOf)),
    average(lateShare(facts.overall), xOf, bottom),
  );
}

function titleOf(routes: readonly CountedRoute[]): string {
  const [worst] = routes;
  if (!worst) return "No route has enough flights to be compared";
  const ends = routes.flatMap((route) => citiesOf(route));
  const times = (city: string) => ends.filter((end) => end === city).length;
  const [first = "", second = ""] = [...new Set(ends)].toSorted((a, b) => times(b) - times(a));
  const touched = routes.filter((route) => citiesOf(route).some((city) => city === first || city === second));
  return `${touched.length} of the ${routes.length} least punctual routes begin or end in ${first} or ${second}`;
}

function citiesOf({ from, to }: CountedRoute): string[] {
  return [placeName(from), placeName(to)];
}

function axis(ceiling: number, xOf: (share: number) => number, bottom: number): string {
  const lines: string[] = [];
  for (let tenth = 0; tenth <= Math.round(ceiling * 10); tenth++) {
    const x = xOf(tenth / 10);
    lines.push(
      element("line", { x1: x, x2: x, y1: top - 4, y2: bottom, stroke: tenth === 0 ? muted : hairline }),
      text(percent(tenth / 10, 0), { x, y: bottom + 17, "text-anchor": "middle", fill: muted }),
    );
  }
  return lines.join("");
}

const valueEnds = { mean: right + 88, flights: chartWidth - margin } as const;

function columnHeads(): string {
  const head = { y: top - 14, "text-anchor": "end", "font-size": 11, fill: muted } as const;
  return text("mean delay", { ...head, x: valueEnds.mean }) + text("flights", { ...head, x: valueEnds.flights });
}

function row({ from, to, tally }: CountedRoute, y: number, xOf: (share: number) => number): string {
  const share = lateShare(tally);
  const line = y + 16;
  const value = { y: line, "text-anchor": "end" } as const;
  return element(
    "g",
    {},
    tooltip(`${from.name} (${from.iata}) to ${to.name} (${to.iata}): ${percent(share)} late`),
    element(
      "text",
      { x: left - 10, ...value },
      // Gaps by dx: renderers do not agree on spaces at the edges of a tspan.
      tspan(placeName(from), {}),
      tspan(from.iata, { dx: 4, fill: muted }),
      tspan("→", { dx: 5 }),
      tspan(placeName(to), { dx: 5 }),
      tspan(to.iata, { dx: 4, fill: muted }),
    ),
    element("rect", { x: left, y: y + 3, width: xOf(share) - left, height: pitch - 7, fill: lateColour(share) }),
    text(percent(share), { x: xOf(share) - 7, y: line, "text-anchor": "end", "font-size": 11, fill: "#ffffff" }),
    text(`${meanDelay(tally).toFixed(0)} min`, { ...value, x: valueEnds.mean }),
    text(count(tally[0]), { ...value, x: valueEnds.flights }),
  );
}

/** Of "Fayetteville/Springdale/Rogers" the first, which is the one that fits. */
function placeName({ city, name }: CountedRoute["from"]): string {
  return (city || name).replace(/\/.*/, "");
}

function average(share: number, xOf: (share: number) => number, bottom: number): string {
  const x = xOf(share);
  return (
    element("line", { x1: x, x2: x, y1: top - 4, y2: bottom, stroke: ink, "stroke-dasharray": "2 3" }) +
    text(`all flights: ${percent(share)}`, { x, y: top - 10, "text-anchor": "middle", "font-size": 11 })
  );
}
