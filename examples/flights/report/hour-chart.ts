import { chart, chartWidth, hairline, halo, ink, margin, muted } from "./chart-frame.ts";
import { type Counted, type Facts, thresholds } from "./facts.ts";
import { count, lateShare, percent } from "./figures.ts";
import { lateColour } from "./late-scale.ts";
import { element, text, tooltip } from "./svg.ts";

const left = margin + 38;
const right = chartWidth - margin;
const top = 92;
const base = 320;
// Below the bars of lateness, how many flights each hour has: hung from this line.
const trafficTop = 362;
const trafficHeight = 44;

export function drawHourChart(facts: Facts): string {
  const { hours, overall } = facts;
  const ranked = hours.toSorted((a, b) => lateShare(a.tally) - lateShare(b.tally));
  const [best, worst] = [ranked[0], ranked.at(-1)];
  const ceiling = Math.ceil(Math.max(0, ...hours.map(({ tally }) => lateShare(tally))) * 10 + 0.2) / 10;
  const yOf = (share: number) => base - (share / ceiling) * (base - top);
  const step = (right - left) / hours.length;
  return chart(
    {
      height: 470,
      title: best && worst ? titleOf(best, worst) : "No flights",
      subtitle: "Share of flights that arrived over 15 minutes late, by the hour in which they left (local time)",
      note:
        "The hour is when the plane left, so a late departure counts in a later hour. " +
        `Hours with under ${percent(thresholds.shareOfHour)} of the flights are not shown.`,
    },
    grid(ceiling, yOf),
    ...hours.map((hour, index) => bar(hour, { x: left + index * step, width: step, y: yOf(lateShare(hour.tally)) })),
    average(lateShare(overall), yOf),
    ...hours.map((hour, index) => value(hour, left + (index + 0.5) * step, yOf)),
    ...traffic(hours, step),
  );
}

function titleOf(best: Counted, worst: Counted): string {
  const part = ({ key, tally }: Counted) => `${percent(lateShare(tally), 0)} of flights are late at ${key}:00`;
  return `Delays pile up: ${part(best)}, ${part(worst).replace("of flights are late ", "")}`;
}

function grid(ceiling: number, yOf: (share: number) => number): string {
  const lines: string[] = [];
  for (let tenth = 0; tenth <= Math.round(ceiling * 10); tenth++) {
    const y = yOf(tenth / 10);
    lines.push(
      element("line", { x1: left, x2: right, y1: y, y2: y, stroke: tenth === 0 ? muted : hairline }),
      text(percent(tenth / 10, 0), { x: left - 8, y: y + 4, "text-anchor": "end", fill: muted }),
    );
  }
  return lines.join("");
}

function bar({ key, tally }: Counted, { x, width, y }: { x: number; width: number; y: number }): string {
  const share = lateShare(tally);
  return element(
    "g",
    {},
    tooltip(`${key}:00–${key}:59: ${percent(share)} of ${count(tally[0])} flights late`),
    element("rect", { x: x + 3, y, width: width - 6, height: base - y, fill: lateColour(share) }),
    text(key, { x: x + width / 2, y: base + 17, "text-anchor": "middle" }),
  );
}

function value({ tally }: Counted, x: number, yOf: (share: number) => number): string {
  const share = lateShare(tally);
  return text((share * 100).toFixed(0), { x, y: yOf(share) - 6, "text-anchor": "middle", "font-size": 11, ...halo });
}

function average(share: number, yOf: (share: number) => number): string {
  const y = yOf(share);
  return (
    element("line", { x1: left, x2: right, y1: y, y2: y, stroke: ink, "stroke-dasharray": "2 3" }) +
    text(`all flights: ${percent(share)}`, { x: left + 4, y: y - 6, "font-size": 11, ...halo })
  );
}

function traffic(hours: readonly Counted[], step: number): string[] {
  const most = Math.max(1, ...hours.map(({ tally }) => tally[0]));
  const bars = hours.map(({ tally }, index) =>
    element("rect", {
      x: left + index * step + 3,
      y: trafficTop,
      width: step - 6,
      height: (tally[0] / most) * trafficHeight,
      fill: "#c4cbd3",
    }),
  );
  const words = `Flights in that hour; the longest bar is ${count(most)}`;
  return [...bars, text(words, { x: left, y: trafficTop + trafficHeight + 17, "font-size": 11, fill: muted })];
}
