import type { Aggregates } from "../aggregate.ts";
import type { Airport } from "../airports.ts";
import type { Region } from "../census-regions.ts";
import { addTally, emptyTally, type Tallies, type Tally } from "../tally.ts";
import { lateShare } from "./figures.ts";

/** All that the report says comes from these three. */
export type ReportInput = {
  totals: Aggregates;
  /** Those of the totals, at least; as `servedAirports` gives them. */
  airports: readonly Airport[];
  /** By airport code. An airport without one is left out of the comparison of regions. */
  regions: Readonly<Record<string, Region>>;
};

export type Counted = { key: string; tally: Tally };
export type CountedAirport = { airport: Airport; region: Region | undefined; tally: Tally };
export type CountedRoute = { from: Airport; to: Airport; tally: Tally };

/** Hours, routes and airports below these are noise: they are counted, but not compared. */
export const thresholds = {
  /** Of all flights. Before five in the morning mostly flights leave that should have left in the evening. */
  shareOfHour: 0.005,
  routeFlightsPerDay: 3,
  airportFlightsPerDay: 25,
} as const;

export type Facts = ReturnType<typeof findFacts>;

export function findFacts({ totals, airports, regions }: ReportInput) {
  const overall = addAll(Object.values(totals.airports));
  const byCode = new Map(airports.map((airport) => [airport.iata, airport]));
  const counted = countAirports(totals.airports, byCode, regions);
  const hours = entries(totals.hours).filter(({ tally }) => tally[0] >= overall[0] * thresholds.shareOfHour);
  const routes = countRoutes(totals.routes, byCode);
  const days = entries(totals.days).filter(({ tally }) => tally[0] > 0);
  const perDay =
    (flights: number) =>
    ({ tally }: { tally: Tally }) =>
      tally[0] >= flights * days.length;
  return {
    totals,
    overall,
    /** Busiest first. */
    airports: counted.toSorted((a, b) => b.tally[0] - a.tally[0] || order(a.airport.iata, b.airport.iata)),
    /** Latest first; only those above the threshold. */
    rankedAirports: latestFirst(counted.filter(perDay(thresholds.airportFlightsPerDay))),
    regions: latestFirst(countRegions(counted)),
    days,
    /** Monday first. */
    weekdays: countWeekdays(days),
    /** In the order of the day; only those above the threshold. */
    hours,
    routes,
    /** Latest first; only those above the threshold. */
    rankedRoutes: latestFirst(routes.filter(perDay(thresholds.routeFlightsPerDay))),
  };
}

/** The sort keeps the order of equals, and what comes in is in the order of its keys. */
export function latestFirst<Item extends { tally: Tally }>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => lateShare(b.tally) - lateShare(a.tally));
}

function entries(tallies: Tallies): Counted[] {
  return Object.entries(tallies)
    .map(([key, tally]) => ({ key, tally }))
    .sort((a, b) => order(a.key, b.key));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function addAll(tallies: readonly Tally[]): Tally {
  const sum = emptyTally();
  for (const tally of tallies) addTally(sum, tally);
  return sum;
}

function countAirports(
  tallies: Tallies,
  byCode: ReadonlyMap<string, Airport>,
  regions: ReportInput["regions"],
): CountedAirport[] {
  return entries(tallies).flatMap(({ key, tally }) => {
    const airport = byCode.get(key);
    return airport && tally[0] > 0 ? [{ airport, region: regions[key], tally }] : [];
  });
}

function countRoutes(tallies: Tallies, byCode: ReadonlyMap<string, Airport>): CountedRoute[] {
  return entries(tallies).flatMap(({ key, tally }) => {
    const [from, to] = key.split("-").map((code) => byCode.get(code));
    return from && to && tally[0] > 0 ? [{ from, to, tally }] : [];
  });
}

const weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

function countWeekdays(days: readonly Counted[]): Counted[] {
  return weekdayNames.map((name, weekday) => {
    const same = days.filter(({ key }) => (new Date(`${key}T00:00Z`).getUTCDay() + 6) % 7 === weekday);
    return { key: name, tally: addAll(same.map(({ tally }) => tally)) };
  });
}

function countRegions(airports: readonly CountedAirport[]): Counted[] {
  const names = new Set(airports.map(({ region }) => region).filter((region) => region !== undefined));
  return [...names].sort(order).map((name) => {
    const inside = airports.filter(({ region }) => region === name);
    return { key: name, tally: addAll(inside.map(({ tally }) => tally)) };
  });
}
