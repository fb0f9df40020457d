import { refuse } from "./script-arguments.ts";

/** A number that a script was given. */
export function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  return refuse(`${flag} "${text}" is not a whole number from 1`);
}
