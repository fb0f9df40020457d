import { expect, test } from "vitest";
import { readStates } from "./us-states.ts";

const states = readStates();

test("the fifty states, the capital, Puerto Rico and the Virgin Islands are there", () => {
  expect(states).toHaveLength(53);
  expect(states.filter(({ rings }) => rings.length === 0)).toEqual([]);
});

test("Colorado is the box that it is", () => {
  const colorado = states.find(({ fips }) => fips === 8)!.rings.flat();
  const latitudes = colorado.map(({ latitude }) => latitude);
  const longitudes = colorado.map(({ longitude }) => longitude);
  expect(Math.min(...latitudes)).toBeCloseTo(37, 1);
  expect(Math.max(...latitudes)).toBeCloseTo(41, 1);
  expect(Math.min(...longitudes)).toBeCloseTo(-109.05, 1);
  expect(Math.max(...longitudes)).toBeCloseTo(-102.05, 1);
});

test("the arcs of a ring meet: no border jumps over a country", () => {
  for (const { rings } of states.filter(({ fips }) => fips !== 2))
    for (const ring of rings)
      for (const [index, place] of ring.entries()) {
        const next = ring[(index + 1) % ring.length]!;
        expect(Math.hypot(place.latitude - next.latitude, place.longitude - next.longitude)).toBeLessThan(8);
      }
});
