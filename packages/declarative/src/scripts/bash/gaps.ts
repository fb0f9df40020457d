/** What stands between words: blanks, comments, continued lines. */
import type { Reading } from "./reading.ts";
import type { Place } from "./syntax.ts";

const inComment: Place = { kind: undefined, text: () => "" };

/** Up to the end of the line. A template in a comment has no value, and ends with its name. */
function readComment(reading: Reading): void {
  while (!reading.ended && !reading.sees("\n")) if (reading.take(inComment) === undefined) reading.at++;
}

/** Blanks, continued lines and a comment. */
export function skipBlanks(reading: Reading): void {
  for (;;) {
    if (reading.sees(" ") || reading.sees("\t")) reading.at++;
    else if (reading.sees("\\\n")) reading.at += 2;
    else if (reading.sees("#")) readComment(reading);
    else return;
  }
}

/** Line breaks, too, where no heredoc can be announced. */
export function skipGap(reading: Reading): void {
  for (skipBlanks(reading); reading.sees("\n"); skipBlanks(reading)) reading.at++;
}
