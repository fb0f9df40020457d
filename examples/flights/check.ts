import type { Route } from "./atlas.ts";

/** One row of the file; units and the signs of a missing value as in `FlightColumns`. */
export type Flight = { minute: number; delay: number; distance: number; origin: string; destination: string };

type Rule = {
  code: string;
  /** Completes "set aside because …". */
  text: string;
  breaks(flight: Flight, route: Route): boolean;
};

/** The last day belongs to it. */
export const period = { firstDay: "2001-01-01", lastDay: "2001-06-30" } as const;

const minutesPerDay = 1_440;
const periodStart = Date.parse(period.firstDay) / 60_000;
const periodEnd = Date.parse(period.lastDay) / 60_000 + minutesPerDay;

// The clocks went forward at two in the morning of this day, except where the state had no summer time in 2001. Some
// counties of Indiana had it; of their airports the file holds EVV alone, which is treated like the rest of the state.
const springForward = Date.parse("2001-04-01T02:00Z") / 60_000;
const statesWithoutSummerTime = new Set(["AS", "AZ", "GU", "HI", "IN", "MP", "PR", "VI"]);

/**
 * In order: the first rule that a row breaks is its reason. The thresholds come from a look at all three million rows:
 *
 * - Distances agree with the airports' coordinates to 9 miles (EWR–ANC, 3,370 miles). 20 miles would be an error.
 * - The longest route is EWR–HNL with 4,962 miles, so that 5,100 leaves room and still refuses a mistyped digit.
 * - Half an hour and a minute per 8 miles (480 mph) is what the shortest schedules allow. Who is earlier than that landed
 *   before the planned departure: 48 rows, of them −1,116, −953 and −212 minutes, and a Burlington–Portland flight that
 *   left an hour before its schedule all spring.
 * - 25 rows are the Phoenix–Detroit flight of five past midnight on days when it left by 23:55 to 00:00. Their lateness
 *   of 1,403 to 1,447 minutes is a day too much, because the planned date slipped with them. Other flights that were a day late
 *   left at hours of their own, and stay: nothing shows that they are wrong.
 *
 * Rows that agree in minute, route and delay (191 pairs) are not doubles: 7,933 pairs leave on the same route in the same
 * minute, and every fortieth of these has the same delay by chance. There is no flight number to tell.
 */
export const rules = [
  {
    code: "missing-value",
    text: "a field is empty",
    breaks: (flight) =>
      Number.isNaN(flight.minute + flight.delay + flight.distance) || flight.origin === "" || flight.destination === "",
  },
  {
    code: "outside-period",
    text: "it left before 1 January or after 30 June 2001",
    breaks: (flight) => flight.minute < periodStart || flight.minute >= periodEnd,
  },
  {
    code: "unknown-airport",
    text: "an airport code is not in airports.csv",
    breaks: (_, route) => !route.from || !route.to,
  },
  {
    code: "same-airport",
    text: "it ends where it began",
    breaks: (flight) => flight.origin === flight.destination,
  },
  {
    code: "impossible-distance",
    text: "the distance is not between 1 and 5,100 miles",
    breaks: (flight) => flight.distance < 1 || flight.distance > 5_100,
  },
  {
    code: "distance-mismatch",
    text: "the distance is over 20 miles off what the airports' coordinates give",
    breaks: (flight, route) => Math.abs(flight.distance - route.miles) > 20,
  },
  {
    code: "nonexistent-time",
    text: "it left in the hour that the clocks skipped on 1 April",
    breaks: (flight, route) =>
      flight.minute >= springForward &&
      flight.minute < springForward + 60 &&
      !statesWithoutSummerTime.has(route.from?.state ?? ""),
  },
  {
    code: "landed-before-departure",
    text: "it is so early that it landed before its planned departure",
    breaks: (flight) => -flight.delay > 30 + flight.distance / 8,
  },
  {
    code: "date-slip",
    text: "it left around midnight and the delay is a whole day too long",
    breaks: (flight) => {
      const afterMidnight = (flight.minute + 30) % minutesPerDay;
      return afterMidnight <= 35 && Math.abs(flight.delay - minutesPerDay) <= 60;
    },
  },
] as const satisfies readonly Rule[];

export type ReasonCode = (typeof rules)[number]["code"];

/** Why the row cannot be trusted; undefined when nothing speaks against it. `route` is that of its two airports. */
export function findFault(flight: Flight, route: Route): ReasonCode | undefined {
  for (const rule of rules) if (rule.breaks(flight, route)) return rule.code;
  return undefined;
}
