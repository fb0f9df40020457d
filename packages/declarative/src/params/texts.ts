/** Params that are texts, booleans, or one of several values. */

import { reveal } from "../expressions/secret.ts";
import { jsonOf, textOf } from "../expressions/text.ts";
import { type Coerce, isNot } from "./coerced.ts";
import { isSealed } from "./sealed-params.ts";

/** Numbers are refused: of 1.10 it cannot be told any more how it was written. */
export const str: Coerce = (value) => {
  if (typeof value !== "string") return isNot(value, "a text", "put it in quotes");
  return value.isWellFormed() ? { value } : { problem: "the text is not well-formed Unicode" };
};

/** Nothing of what was given is repeated. */
export const secret: Coerce = (value) => {
  // Of a run that exists, for another one.
  if (isSealed(value)) return { value: { sealed: value.sealed } };
  const text = reveal(value);
  // As results show it: whoever hands one on has not got the secret.
  if (text === "***") return { problem: "it is what stands for a secret in results: give the secret itself" };
  return typeof text === "string" ? { value: text } : { problem: "it is not a text" };
};

export const bool: Coerce = (value) => {
  const word = typeof value === "string" ? value.toLowerCase() : value;
  if (word === true || word === "true") return { value: true };
  return word === false || word === "false" ? { value: false } : isNot(value, "true or false");
};

/** One of the options itself, or its text: forms and commands have nothing else. */
export const choice: Coerce = (value, { options }) => {
  const json = jsonOf(value);
  const found =
    options.find((option) => jsonOf(option) === json) ??
    (typeof value === "string" ? options.find((option) => textOf(option) === value) : undefined);
  if (found !== undefined) return { value: found };
  return isNot(value, `one of ${options.map((option) => jsonOf(option)).join(", ")}`);
};
