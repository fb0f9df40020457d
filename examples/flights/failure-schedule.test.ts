import { expect, test } from "vitest";
import { readAirports } from "./airports.ts";
import { mostFailuresInARow, type Treatment, treatment } from "./failure-schedule.ts";

const codes = readAirports().map((airport) => airport.iata);
const fails = (kind: Treatment) => kind === "busy" || kind === "error" || kind === "cut";

test("about a fifth of the first tries fail, in every way there is", () => {
  const kinds = codes.map((iata) => treatment(1, iata, 1));
  const failed = kinds.filter(fails).length / codes.length;
  expect(failed).toBeGreaterThan(0.18);
  expect(failed).toBeLessThan(0.22);
  expect(new Set(kinds)).toEqual(new Set(["answer", "slow", "busy", "error", "cut"]));
});

test("no airport fails more than three times in a row, and some do fail three times", () => {
  const inARow = codes.map((iata) => {
    let tries = 0;
    while (fails(treatment(1, iata, tries + 1))) tries++;
    return tries;
  });
  expect(Math.max(...inARow)).toBe(mostFailuresInARow);
});

test("the schedule is fixed by seed, airport and try", () => {
  const schedule = (seed: number) =>
    codes.flatMap((iata) => [1, 2, 3].map((attempt) => treatment(seed, iata, attempt)));
  expect(schedule(7)).toEqual(schedule(7));
  expect(schedule(7)).not.toEqual(schedule(8));
});
