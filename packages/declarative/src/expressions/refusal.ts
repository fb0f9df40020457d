/** What functions and filters throw when they do not take what they were given. */
import type { StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import { jsonOf } from "./text.ts";

/** @param problem what is wrong; the name of the function is put before it */
export function refusal(name: string, problem: string): StepwellError {
  return declarativeFailure("argument-refused", { name, problem });
}

/** A value as it may stand in a message: one line, not long. */
export function shown(value: unknown, most = 60): string {
  const text = jsonOf(value);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
