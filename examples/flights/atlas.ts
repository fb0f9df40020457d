import type { Airport } from "./airports.ts";

/** What the checks ask about the two ends of a flight. */
export type Route = {
  /** Undefined when the code is not in airports.csv; so is `to`. */
  from: Airport | undefined;
  to: Airport | undefined;
  /** Along the great circle, in statute miles; NaN when an end is unknown. */
  miles: number;
};

export type Atlas = {
  /** The same object for the same two codes, every time. */
  route(origin: string, destination: string): Route;
};

export function createAtlas(airports: readonly Airport[]): Atlas {
  const byCode = new Map(airports.map((airport) => [airport.iata, airport]));
  // Three million rows fly 3,400 routes, so each is measured once. Two levels, because to join the codes of every row into one key
  // takes longer than all checks together.
  const routes = new Map<string, Map<string, Route>>();

  function measure(origin: string, destination: string): Route {
    const from = byCode.get(origin);
    const to = byCode.get(destination);
    return { from, to, miles: from && to ? greatCircleMiles(from, to) : Number.NaN };
  }

  return {
    route(origin, destination) {
      const fromOrigin = routes.getOrInsertComputed(origin, () => new Map());
      return fromOrigin.getOrInsertComputed(destination, () => measure(origin, destination));
    },
  };
}

export type Place = { latitude: number; longitude: number };

const earthRadiusMiles = 3_958.76;
const radian = Math.PI / 180;

/** Haversine on a sphere: within 0.5 % of the real earth. */
export function greatCircleMiles(from: Place, to: Place): number {
  const halfLatitude = ((to.latitude - from.latitude) * radian) / 2;
  const halfLongitude = ((to.longitude - from.longitude) * radian) / 2;
  const chord =
    Math.sin(halfLatitude) ** 2 +
    Math.cos(from.latitude * radian) * Math.cos(to.latitude * radian) * Math.sin(halfLongitude) ** 2;
  return 2 * earthRadiusMiles * Math.asin(Math.sqrt(chord));
}
