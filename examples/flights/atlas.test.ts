import { expect, test } from "vitest";
import { readAirports } from "./airports.ts";
import { createAtlas, greatCircleMiles } from "./atlas.ts";

const atlas = createAtlas(readAirports());

test.each([
  ["LAX", "JFK", 2_475],
  ["EWR", "HNL", 4_962],
  ["OGG", "HNL", 100],
])("%s–%s is %i miles, as in the official timetables, to half a percent", (origin, destination, official) => {
  expect(Math.abs(atlas.route(origin, destination).miles - official)).toBeLessThan(official * 0.005);
});

test("a route is as long as its way back, and no way at all is zero", () => {
  expect(atlas.route("SEA", "MIA").miles).toBeCloseTo(atlas.route("MIA", "SEA").miles, 9);
  expect(atlas.route("SEA", "SEA").miles).toBe(0);
});

test("the date line is no detour", () => {
  expect(greatCircleMiles({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 })).toBeCloseTo(69.1, 1);
});

test("an unknown end has no airport and no distance", () => {
  expect(atlas.route("SEA", "QQQ")).toMatchObject({ from: { iata: "SEA" }, to: undefined, miles: Number.NaN });
});

test("the same codes give the same route", () => {
  expect(atlas.route("SEA", "MIA")).toBe(atlas.route("SEA", "MIA"));
});
