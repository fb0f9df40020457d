import { expect, it } from "vitest";
import { limits } from "../model/limits.ts";
import type { RunRow } from "../store/port.ts";
import { clearsSuspect, isPoison, isSuspect, poisoned, trialMs } from "./poison.ts";

// How deaths of workers are counted against a run.

function runOf(deaths: number) {
  const row = { deaths, loneDeaths: deaths, id: "r" } as RunRow;
  return { row, run: { row } };
}

it("a run is a suspect from the second death on, and poison from the third that it had alone", () => {
  const { suspectAlone, poisonDeaths } = limits;
  expect([suspectAlone, poisonDeaths]).toEqual([2, 3]);
  expect([suspectAlone - 1, suspectAlone, suspectAlone + 1].map(isSuspect)).toEqual([false, true, true]);
  expect([poisonDeaths - 1, poisonDeaths, poisonDeaths + 1].map(isPoison)).toEqual([false, true, true]);
  expect(poisoned(5)).toMatchObject({ code: "poison", facts: { deaths: 5 } });
});

it("each further death doubles the time of a trial, up to an hour", () => {
  expect([2, 3, 4, 30].map(trialMs)).toEqual([5_000, 10_000, 20_000, limits.trialMaxMs]);
});

it("a trial takes no less time for one that never died", () => {
  expect([0, 1, limits.suspectAlone].map(trialMs)).toEqual([limits.trialMs, limits.trialMs, limits.trialMs]);
});

it("an entry clears what was counted, and says whether the run was a suspect", () => {
  const [once, twice] = [runOf(1), runOf(limits.suspectAlone)];
  expect([once, twice].map(({ run }) => clearsSuspect(run))).toEqual([false, true]);
  for (const { run } of [once, twice]) expect(run.row).toEqual({ deaths: 0, loneDeaths: 0, id: "r" });
});

it("a run that nobody died over keeps its row", () => {
  const { row, run } = runOf(0);
  expect([clearsSuspect(run), run.row === row]).toEqual([false, true]);
});
