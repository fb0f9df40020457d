import fc from "fast-check";
import { expect, test } from "vitest";
import { cron } from "./cron.ts";
import { fires } from "./test-oracle.ts";
import { knownPattern } from "./test-patterns.ts";

// A zone and a year in which its clocks were or will be changed, in all the ways that there are.
const changes: readonly (readonly [timezone: string, year: number])[] = [
  ["Europe/Berlin", 2026],
  ["Europe/London", 1996],
  ["America/New_York", 2026],
  ["America/New_York", 2006],
  ["Australia/Lord_Howe", 2026],
  ["Africa/Casablanca", 2026],
  ["Asia/Kathmandu", 1986],
  ["Pacific/Apia", 2011],
  ["Pacific/Apia", 2012],
  ["Pacific/Kwajalein", 1993],
  ["America/Sao_Paulo", 2018],
  ["America/Scoresbysund", 2024],
  ["Asia/Gaza", 2025],
  ["Asia/Beirut", 2022],
  ["Antarctica/Troll", 2026],
  ["America/Caracas", 2007],
  ["Asia/Pyongyang", 2018],
  ["Europe/Dublin", 2026],
];

const hours = 60;

/** Somewhere around a change of the year, or anywhere in it. */
const span = fc
  .record({
    where: fc.constantFrom(...changes),
    change: fc.integer({ min: 0, max: 3 }),
    minutes: fc.integer({ min: -3 * 1_440, max: 1_440 }),
    day: fc.integer({ min: 0, max: 360 }),
  })
  .map(({ where: [timezone, year], change, minutes, day }) => {
    const start = Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime(timezone);
    let at: Temporal.ZonedDateTime | null = start;
    for (let seen = 0; at !== null && seen <= change; seen++) at = at.getTimeZoneTransition("next");
    const near = at !== null && at.year === year ? at.add({ minutes }) : start.add({ days: day });
    const from = near.toInstant().round("minute");
    return { timezone, from, to: from.add({ hours }) };
  });

/** All that a search finds from one end of a span to the other. */
function walk(step: (from: number) => number | undefined, from: number, to: number): string[] {
  const found: string[] = [];
  const forward = from < to;
  for (let at = step(from); at !== undefined && (forward ? at < to : at >= to); at = step(at)) found.push(iso(at));
  return forward ? found : found.reverse();
}

test("next, previous and matches know exactly the times that a look at every minute finds", {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(knownPattern, span, fc.integer({ min: 0, max: hours * 3_600_000 - 1 }), (known, where, ms) => {
      const { timezone, from, to } = where;
      const [first, end] = [from.epochMilliseconds, to.epochMilliseconds];
      const expected = fires(known, timezone, { from, to });
      const schedule = cron(known.text, { timezone });
      const next = (at: number) => schedule.next(new Date(at))?.getTime();
      const previous = (at: number) => schedule.previous(new Date(at))?.getTime();
      expect(walk(next, first - 1, end)).toEqual(expected.map(iso));
      expect(walk(previous, end, first)).toEqual(expected.map(iso));
      const anywhere = first + ms;
      const [after, before] = [next(anywhere) ?? end, previous(anywhere) ?? first - 1];
      expect(after < end ? after : undefined).toBe(expected.find((at) => at > anywhere));
      expect(before >= first ? before : undefined).toBe(expected.findLast((at) => at < anywhere));
      for (const at of [...expected.slice(0, 50), anywhere, anywhere - (anywhere % 60_000)])
        expect(schedule.matches(new Date(at))).toBe(expected.includes(at));
    }),
    { numRuns: 50 },
  );
});

const iso = (at: number): string => new Date(at).toISOString();
