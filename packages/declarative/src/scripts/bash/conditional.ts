/** `[[ … ]]`: most operators compare texts, some evaluate their operands as arithmetic. */
import { number } from "./arithmetic.ts";
import type { ReadGroup } from "./expansions.ts";
import { skipGap } from "./gaps.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Word } from "./syntax.ts";
import { readWord, wordGoesOn } from "./words.ts";

const arithmetic = new Set(["-eq", "-ne", "-lt", "-le", "-gt", "-ge"]);

/** Stands behind `[[`; afterwards behind `]]`. */
export function readConditional(reading: Reading, group: ReadGroup): void {
  const start = reading.at;
  // Between two words that stand side by side there is nothing but blanks; undefined stands for anything else.
  const parts: (Word | undefined)[] = [];
  let pattern = false;
  for (;;) {
    skipGap(reading);
    if (reading.ended) {
      reading.trouble("[[ has no end", start);
      break;
    }
    if (/^\]\](?![^\s;&|()<>])/.test(reading.text.slice(reading.at, reading.at + 3))) break;
    if (wordGoesOn(reading) || (pattern && reading.sees("("))) {
      const word = readWord(reading, { group, assigns: false, pattern });
      pattern = word.bare && word.literal === "=~";
      parts.push(word);
    } else {
      reading.at++;
      parts.push(undefined);
    }
  }
  reading.at += 2;
  parts.forEach((part, index) => {
    if (part?.literal === undefined || !part.bare) return;
    if (arithmetic.has(part.literal))
      for (const operand of [parts[index - 1], parts[index + 1]]) evaluate(reading, operand);
    const next = parts[index + 1];
    if (/^-[vR]$/.test(part.literal) && next !== undefined) {
      reading.refuseIn(next, refusals.variableTest);
      reading.records.evaluated.push(next);
    }
  });
}

function evaluate(reading: Reading, operand: Word | undefined): void {
  if (operand === undefined) return;
  reading.records.evaluated.push(operand);
  for (const index of operand.own) {
    const place = reading.places.get(index);
    if (place !== undefined) reading.places.set(index, { ...place, kind: number.kind });
  }
  for (const { index } of reading.within(operand)) {
    if (reading.places.get(index)?.kind === "number" || reading.refusals.has(index)) continue;
    reading.refusals.set(index, refusals.arithmeticCommand);
  }
}
