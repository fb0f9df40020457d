import { expect, test } from "vitest";
import { readAirports } from "./airports.ts";
import { regionOfState } from "./census-regions.ts";

test("every state that an American airport names has a region", () => {
  const states = new Set(
    readAirports()
      .filter(({ country, state }) => country === "USA" && state)
      .map(({ state }) => state),
  );
  const homeless = [...states].filter((state) => regionOfState(state) === undefined);
  expect(homeless).toEqual([]);
  expect(states.size).toBeGreaterThanOrEqual(50);
});

test("the fifty states and the capital are divided as the Census Bureau does", () => {
  const sizes: Record<string, number> = {};
  const states =
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY";
  for (const state of states.split(" ")) {
    const region = regionOfState(state)!;
    sizes[region] = (sizes[region] ?? 0) + 1;
  }
  expect(sizes).toEqual({ Northeast: 9, Midwest: 12, South: 17, West: 13 });
});

test("what is no state has none", () => {
  expect(regionOfState("")).toBeUndefined();
  expect(regionOfState("ON")).toBeUndefined();
});
