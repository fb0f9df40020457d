/** How deep a JSON text is nested, without reading it. */

/** Deeper data would exhaust the stack of whatever goes over it. */
export const mostLevels = 500;

export function levelsOf(json: string): number {
  let [levels, deepest] = [0, 0];
  for (let at = 0; at < json.length; at++) {
    const sign = json[at];
    if (sign === '"') at = endOfText(json, at);
    else if (sign === "[" || sign === "{") deepest = Math.max(deepest, ++levels);
    else if (sign === "]" || sign === "}") levels--;
  }
  return deepest;
}

/** The offset of the quote that closes the one at `from`. */
function endOfText(json: string, from: number): number {
  let at = from + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at;
}
