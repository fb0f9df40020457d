/** A time that stands in a stage: a number is seconds, as is text that is a number; other text says its unit. */
import { toMs } from "@stepwell/core";
import { reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";

/** Milliseconds. @throws invalid-duration */
export function durationMs(value: unknown): number {
  const text = textOf(reveal(value)).trim();
  return /^\d+(\.\d+)?$/.test(text) ? Math.round(Number(text) * 1_000) : toMs(text);
}
