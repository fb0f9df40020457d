import type { Aggregates } from "./aggregate.ts";
import { type Airport, readAirports } from "./airports.ts";

/** The known airports where a flight began or ended, by code. These are worth a look-up; the file lists ten times as many. */
export function servedAirports({ airports, routes }: Pick<Aggregates, "airports" | "routes">): Airport[] {
  const codes = new Set([...Object.keys(airports), ...Object.keys(routes).flatMap((route) => route.split("-"))]);
  return readAirports()
    .filter(({ iata }) => codes.has(iata))
    .sort((a, b) => (a.iata < b.iata ? -1 : 1));
}
