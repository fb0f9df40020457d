import { readFileSync } from "node:fs";
import { parseCsv } from "./csv.ts";
import { vegaDataFile } from "./vega-data.ts";

export type Airport = {
  iata: string;
  name: string;
  /** Empty where the file says NA, as it does for twelve airports of its 3,376. */
  city: string;
  /** Two letters; empty as for `city`. */
  state: string;
  country: string;
  latitude: number;
  longitude: number;
};

export function readAirports(): Airport[] {
  return parseAirports(readFileSync(vegaDataFile("airports.csv"), "utf8"));
}

export function parseAirports(text: string): Airport[] {
  const [header, ...rows] = parseCsv(text);
  const expected = "iata,name,city,state,country,latitude,longitude";
  if (header?.join(",") !== expected) throw new SyntaxError(`airports.csv begins with "${header}", not "${expected}"`);
  return rows.map((row, index) => toAirport(row, index + 2));
}

function toAirport(row: string[], line: number): Airport {
  const [iata = "", name = "", city = "", state = "", country = "", latitude = "", longitude = ""] = row;
  const airport = {
    iata,
    name,
    city: city === "NA" ? "" : city,
    state: state === "NA" ? "" : state,
    country,
    latitude: Number(latitude),
    longitude: Number(longitude),
  };
  const onEarth = Math.abs(airport.latitude) <= 90 && Math.abs(airport.longitude) <= 180;
  if (row.length !== 7 || latitude === "" || longitude === "" || !onEarth)
    throw new SyntaxError(`airports.csv:${line}: not an airport: ${row.join(",")}`);
  return airport;
}
