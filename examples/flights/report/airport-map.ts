import { chart, chartWidth, halo, ink, margin, muted } from "./chart-frame.ts";
import { type CountedAirport, type Facts, thresholds } from "./facts.ts";
import { count, lateShare, percent } from "./figures.ts";
import { inkOnLateColour, lateColour, lateLegend } from "./late-scale.ts";
import { type Inset, layOutPanels, mapBox, outline, type Panel } from "./map-panels.ts";
import { type Label, placeLabels, type Spot } from "./place-labels.ts";
import { element, text, tooltip } from "./svg.ts";
import { readStates } from "./us-states.ts";

type Circle = Spot & CountedAirport;

const labelled = 40;
const largestRadius = 24;

export function drawAirportMap(facts: Facts): string {
  const sheet = layOutPanels(readStates());
  // Under one flight a day a share says little.
  const airports = facts.airports.filter(({ tally }) => tally[0] >= facts.days.length);
  const scale = sizeScale(airports[0]?.tally[0] ?? 1);
  const circles = airports.map((counted) => toCircle(counted, sheet, scale));
  const ends = [facts.rankedAirports[0]?.airport.iata, facts.rankedAirports.at(-1)?.airport.iata];
  const inTitle = circles.filter(({ label }) => ends.includes(label));
  const named = [...new Set([...inTitle, ...circles.slice(0, labelled)])];
  const labels = placeLabels({ named, all: circles }, mapBox);
  const shares = new Map(circles.map(({ label, tally }) => [label, lateShare(tally)]));
  const height = mapBox.y + mapBox.height + 96;
  return chart(
    {
      height,
      title: titleOf(facts),
      subtitle: "Airports by the share of their departing flights that arrived over 15 minutes late",
      note:
        `${count(airports.length)} airports with a flight a day or more; the title compares those with ` +
        `${thresholds.airportFlightsPerDay} and more. Insets have scales of their own.`,
    },
    drawLand(sheet.continent),
    ...sheet.insets.map(drawInset),
    ...circles.map(drawCircle),
    ...labels.map((label) => drawLabel(label, shares)),
    lateLegend(margin, mapBox.y + mapBox.height + 26),
    sizeLegend(chartWidth - margin, mapBox.y + mapBox.height + 48, scale),
  );
}

function titleOf({ rankedAirports }: Facts): string {
  const [worst, best] = [rankedAirports[0], rankedAirports.at(-1)];
  if (!worst || !best) return "No airport has enough flights to be compared";
  const part = ({ airport, tally }: CountedAirport) => `${airport.city} ${airport.iata}, ${percent(lateShare(tally))}`;
  return `Least punctual: ${part(worst)} late. Most punctual: ${part(best)}`;
}

type SizeScale = { most: number; radiusOf(flights: number): number };

/** The area tells the flights, down to a dot that can still be seen. */
function sizeScale(most: number): SizeScale {
  return { most, radiusOf: (flights) => Math.max(1.8, Math.sqrt(flights / most) * largestRadius) };
}

type Sheet = { continent: Panel; insets: readonly Inset[] };

function toCircle(counted: CountedAirport, { continent, insets }: Sheet, { radiusOf }: SizeScale): Circle {
  const { airport, tally } = counted;
  const { project } = insets.find(({ holds }) => holds.includes(airport.state)) ?? continent;
  return { ...counted, ...project(airport), radius: radiusOf(tally[0]), label: airport.iata };
}

function drawLand(panel: Panel): string {
  return element("path", { d: outline(panel), fill: "#eef0f3", stroke: "#ffffff", "stroke-width": 0.8 });
}

function drawInset(inset: Inset): string {
  const { name, box } = inset;
  const lines = name.map((line, index) =>
    text(line, { x: box.x, y: box.y - 6 - 13 * (name.length - 1 - index), "font-size": 11, fill: muted }),
  );
  return [drawLand(inset), ...lines].join("");
}

function drawCircle({ x, y, radius, airport, tally }: Circle): string {
  const share = lateShare(tally);
  return element(
    "circle",
    { cx: x, cy: y, r: radius, fill: lateColour(share), stroke: ink, "stroke-opacity": 0.45, "stroke-width": 0.7 },
    tooltip(`${airport.name} (${airport.iata}): ${percent(share)} of ${count(tally[0])} flights late`),
  );
}

function drawLabel({ words, x, y, anchor, inside, leader }: Label, shares: ReadonlyMap<string, number>): string {
  const style = inside ? { fill: inkOnLateColour(shares.get(words) ?? 0) } : { fill: ink, ...halo };
  const name = text(words, { x, y, "text-anchor": anchor, "font-size": 11, "font-weight": 600, ...style });
  if (!leader) return name;
  const [{ x: x1, y: y1 }, { x: x2, y: y2 }] = leader;
  return element("line", { x1, y1, x2, y2, stroke: ink, "stroke-width": 0.8 }) + name;
}

/** The largest size is the busiest airport's, rounded down to two digits; the others have a half and a quarter of its radius. */
function sizeLegend(right: number, base: number, { most, radiusOf }: SizeScale): string {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(most)) - 1);
  const largest = Math.floor(most / unit) * unit;
  const small = { "font-size": 11, fill: muted } as const;
  let x = right;
  const drawn = [largest, largest / 4, largest / 16].map((flights) => {
    const radius = radiusOf(flights);
    x -= radius * 2 + 6;
    const circle = element("circle", { cx: x + radius, cy: base - radius, r: radius, fill: "none", stroke: muted });
    const word = text(count(flights), { x: x + radius, y: base + 15, "text-anchor": "middle", ...small });
    x -= 22;
    return circle + word;
  });
  return [...drawn, text("flights", { x, y: base + 15, "text-anchor": "end", ...small })].join("");
}
