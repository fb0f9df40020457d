/**
 * Runs that take their worker with them. A run that executed when its worker died becomes a suspect; any new entry
 * clears it. From the second death on suspects execute one at a time, so that bystanders are never blamed; one that
 * kills its worker three times more, as the only suspect executing, is blocked.
 */
import { failure, type StepwellError } from "../model/errors.ts";
import { limits } from "../model/limits.ts";

/** @param deaths times in a row that the worker died without a new entry of the run */
export function isSuspect(deaths: number): boolean {
  return deaths >= limits.suspectAlone;
}

export function isPoison(deaths: number): boolean {
  return deaths >= limits.suspectAlone + limits.poisonDeaths;
}

export function poisoned(deaths: number): StepwellError {
  return failure("poison", { deaths });
}
