import { expect, test } from "vitest";
import { servedAirports } from "./served-airports.ts";

test("origins and destinations are served, once each and in the order of their codes; unknown codes are left out", () => {
  const served = servedAirports({
    airports: { SEA: [1, 0, 0, 0], QQQ: [0, 0, 0, 1], "": [0, 0, 0, 1] },
    routes: { "SEA-ATL": [1, 0, 0, 0], "QQQ-SEA": [0, 0, 0, 1], "-": [0, 0, 0, 1] },
  });
  expect(served.map(({ iata }) => iata)).toEqual(["ATL", "SEA"]);
});
