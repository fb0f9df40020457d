/** Finds `${{ … }}` in texts. A `}}` within quotes does not end it. */

export interface Piece {
  readonly kind: "text" | "expression" | "unclosed";
  /** Of a text: its bounds. Of an expression: those of what stands between the braces. */
  readonly from: number;
  readonly to: number;
}

/** Where the expression that begins at `from` (after `${{`) ends: the offset of its `}}`; -1 if it has none. */
export function endOfExpression(source: string, from: number, to: number): number {
  let quoted = false;
  for (let at = from; at < to; at++) {
    const sign = source[at];
    if (sign === "'") quoted = !quoted;
    else if (!quoted && sign === "}" && source[at + 1] === "}" && at + 1 < to) return at;
  }
  return -1;
}

/** The pieces of a text, in order; texts of no length are left out. */
export function templatePieces(source: string, from = 0, to = source.length): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  while (at < to) {
    const opening = source.indexOf("${{", at);
    if (opening === -1 || opening + 3 > to) break;
    if (opening > at) pieces.push({ kind: "text", from: at, to: opening });
    const closing = endOfExpression(source, opening + 3, to);
    if (closing === -1) {
      pieces.push({ kind: "unclosed", from: opening, to });
      return pieces;
    }
    pieces.push({ kind: "expression", from: opening + 3, to: closing });
    at = closing + 2;
  }
  if (at < to) pieces.push({ kind: "text", from: at, to });
  return pieces;
}
