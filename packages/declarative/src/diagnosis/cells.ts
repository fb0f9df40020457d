/** How text stands in a terminal: how many cells it takes, and without what would move the cursor. */

const wide =
  /[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
const none = /^[\p{Mn}\p{Me}\p{Cf}]$/u;

/** Of text on one line. */
export function cellsOf(text: string): number {
  let cells = 0;
  for (const char of text) cells += none.test(char) ? 0 : wide.test(char) ? 2 : 1;
  return cells;
}

/** One line whose offsets are those of the original: a tab is one space, a control character or half pair a dot. */
export function shownLine(text: string): string {
  return text
    .toWellFormed()
    .replaceAll("\t", " ")
    .replaceAll(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, "·");
}
