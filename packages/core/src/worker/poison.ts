/**
 * Runs that take their worker with them. A run that executed when its worker died becomes a suspect at the second
 * death in a row; any new entry clears it. It is then tried alone (trials.ts), and blocked when its worker has died
 * three times over it and nothing else. A death in company says nothing about anybody, so bystanders are never blamed.
 */
import { failure, type StepwellError } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import type { RunRow } from "../store/port.ts";

/** @param deaths times in a row that the worker died without a new entry of the run */
export function isSuspect(deaths: number): boolean {
  return deaths >= limits.suspectAlone;
}

/** @param loneDeaths how many of them when it was a suspect and executed alone */
export function isPoison(loneDeaths: number): boolean {
  return loneDeaths >= limits.poisonDeaths;
}

export function poisoned(deaths: number): StepwellError {
  return failure("poison", { deaths });
}

/** For how long a worker that has just taken this suspect takes nothing else, ms. */
export function trialMs(deaths: number): number {
  return Math.min(limits.trialMaxMs, limits.trialMs * 2 ** Math.max(0, deaths - limits.suspectAlone));
}

/** An entry of the run is on disk: it counts no deaths any more. True when it was a suspect. */
export function clearsSuspect(run: { row: RunRow }): boolean {
  const { deaths } = run.row;
  if (deaths > 0) run.row = { ...run.row, deaths: 0, loneDeaths: 0 };
  return isSuspect(deaths);
}
