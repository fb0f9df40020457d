import type { Tally } from "../tally.ts";
import { chart, ink, margin, muted } from "./chart-frame.ts";
import type { Counted, Facts } from "./facts.ts";
import { count, dayName, lateShare, percent } from "./figures.ts";
import { inkOnLateColour, lateColour, lateLegend } from "./late-scale.ts";
import { element, text, tooltip } from "./svg.ts";

const left = margin + 38;
const top = 112;
const cell = 26;
const pitch = cell + 2;
const dayMs = 24 * 60 * 60 * 1_000;

type Square = Counted & { week: number; weekday: number };

/** A calendar: a column for each week, a row for each day of the week. */
export function drawDayChart(facts: Facts): string {
  const squares = placeDays(facts.days);
  const worst = facts.days.reduce<Counted | undefined>(
    (most, day) => (most && lateShare(most.tally) >= lateShare(day.tally) ? most : day),
    undefined,
  );
  const bottom = top + 7 * pitch;
  return chart(
    {
      height: bottom + 92,
      title: worst
        ? `The worst day: on ${dayName(worst.key)}, ${percent(lateShare(worst.tally), 0)} of all flights were late`
        : "No flights",
      subtitle: "Share of flights that arrived over 15 minutes late, in percent, by the day on which they left",
      note: "Outlined: the five worst days.",
    },
    ...facts.weekdays.map(({ key }, row) =>
      text(key.slice(0, 3), { x: left - 10, y: top + row * pitch + 17, "text-anchor": "end", fill: muted }),
    ),
    ...months(squares),
    ...squares.map(({ key, tally, week, weekday }) =>
      drawSquare(tally, { x: left + week * pitch, weekday, name: dayName(key, "weekday") }),
    ),
    ...outlineWorst(squares),
    ...allWeeks(facts.weekdays, left + (1 + Math.max(0, ...squares.map(({ week }) => week))) * pitch + 14),
    lateLegend(left, bottom + 20),
  );
}

function placeDays(days: readonly Counted[]): Square[] {
  const dateOf = ({ key }: Counted) => Date.parse(`${key}T00:00Z`) / dayMs;
  // 1970 began on a Thursday; the week begins on Monday.
  const weekOf = (date: number) => Math.floor((date + 3) / 7);
  const firstWeek = weekOf(Math.min(...days.map(dateOf)));
  return days.map((day) => {
    const date = dateOf(day);
    return { ...day, week: weekOf(date) - firstWeek, weekday: (date + 3) % 7 };
  });
}

function drawSquare(tally: Tally, { x, weekday, name }: { x: number; weekday: number; name: string }): string {
  const share = lateShare(tally);
  const y = top + weekday * pitch;
  return element(
    "g",
    {},
    tooltip(`${name}: ${percent(share)} of ${count(tally[0])} flights late`),
    element("rect", { x, y, width: cell, height: cell, rx: 3, fill: lateColour(share) }),
    text((share * 100).toFixed(0), {
      x: x + cell / 2,
      y: y + 17,
      "text-anchor": "middle",
      "font-size": 11,
      fill: inkOnLateColour(share),
    }),
  );
}

function allWeeks(weekdays: readonly Counted[], x: number): string[] {
  const column = weekdays.map(({ key, tally }, weekday) => drawSquare(tally, { x, weekday, name: `All ${key}s` }));
  return [text("all", { x: x + cell / 2, y: top - 10, "text-anchor": "middle" }), ...column];
}

function months(squares: readonly Square[]): string[] {
  const firsts = squares.filter(({ key }, index) => key.slice(0, 7) !== squares[index - 1]?.key.slice(0, 7));
  return firsts.map(({ key, week, weekday }) =>
    text(dayName(key).replace(/^\d+ /, ""), {
      // A month that begins in the middle of a week gets its name over its first full one.
      x: left + (weekday === 0 ? week : week + 1) * pitch,
      y: top - 10,
      fill: ink,
    }),
  );
}

function outlineWorst(squares: readonly Square[]): string[] {
  const worst = squares.toSorted((a, b) => lateShare(b.tally) - lateShare(a.tally)).slice(0, 5);
  return worst.map(({ week, weekday }) =>
    element("rect", {
      x: left + week * pitch - 0.5,
      y: top + weekday * pitch - 0.5,
      width: cell + 1,
      height: cell + 1,
      rx: 3,
      fill: "none",
      stroke: ink,
      "stroke-width": 2,
    }),
  );
}
