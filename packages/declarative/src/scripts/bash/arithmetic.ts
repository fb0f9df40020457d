/** Arithmetic: bash evaluates what its variables hold, so only whole numbers may come in. */
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Place } from "./syntax.ts";

export const number: Place = { kind: "number", text: (name) => `\${${name}}` };

export interface Arithmetic {
  readonly close: "))" | "]";
  /** Reads an expansion; false when the dollar sign is only a character. */
  readonly expand: (reading: Reading) => boolean;
}

/**
 * Stands behind the opening brackets, and afterwards behind the closing ones. False when the brackets do not match:
 * then it is no arithmetic.
 */
export function readArithmetic(reading: Reading, { close, expand }: Arithmetic): boolean {
  const start = reading.at;
  const [open, shut] = close === "]" ? ["[", "]"] : ["(", ")"];
  for (let level = 0; !reading.ended; ) {
    if (reading.take(number) !== undefined) continue;
    const { char } = reading;
    if (char === shut && level === 0) return ends(reading, start, close);
    if (char === open) level++;
    else if (char === shut) level--;
    if (char === "\\") {
      reading.at++;
      reading.skip(refusals.backslash);
    } else if (char === "'") readQuoted(reading);
    else if ((char !== "$" && char !== "`") || !expand(reading)) reading.at++;
  }
  return false;
}

function ends(reading: Reading, start: number, close: string): boolean {
  if (!reading.sees(close)) return false;
  const span = { start, end: reading.at };
  reading.records.evaluated.push(span);
  // The output of a command is evaluated, too.
  for (const { index } of reading.within(span)) {
    if (reading.places.get(index)?.kind === "number" || reading.refusals.has(index)) continue;
    reading.refusals.set(index, refusals.arithmeticCommand);
  }
  reading.at += close.length;
  return true;
}

function readQuoted(reading: Reading): void {
  reading.at++;
  while (!reading.ended && !reading.sees("'")) reading.skip(refusals.arithmeticString);
  reading.at++;
}
