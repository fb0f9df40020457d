/** Breaks sentences at blanks, so that the terminal never breaks them in a word. */
import { cut, widthOf } from "./spans.ts";

/** @param columns at least 1; a word that is longer is broken */
export function fold(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/ +/)) {
    for (const piece of pieces(word, columns)) {
      if (line === "") line = piece;
      else if (widthOf(line) + 1 + widthOf(piece) <= columns) line += ` ${piece}`;
      else {
        lines.push(line);
        line = piece;
      }
    }
  }
  return [...lines, line];
}

function pieces(word: string, columns: number): string[] {
  const found: string[] = [];
  let rest = word;
  while (widthOf(rest) > columns) {
    const piece = cut(rest, columns, "") || rest.slice(0, 1);
    found.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...found, rest];
}
