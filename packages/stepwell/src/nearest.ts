/** The known word that was probably meant. */

/**
 * @returns the nearest of `known`, or undefined when none is near enough to be worth a question
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  if (wanted === "") return undefined;
  let best: string | undefined;
  // A third of the letters may be wrong; one in the shortest words.
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 0.5;
  for (const candidate of known) {
    const distance = distanceBetween(wanted, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? begunBy(wanted, known);
}

/** `hist` for `history`: cut off rather than wrong; only where it can mean one word. */
function begunBy(wanted: string, known: readonly string[]): string | undefined {
  const found = wanted.length < 2 ? [] : known.filter((candidate) => candidate.toLowerCase().startsWith(wanted));
  return found.length === 1 ? found[0] : undefined;
}

/** Letters changed, added, left out, or swapped with their neighbour (Damerau and Levenshtein, restricted). */
function distanceBetween(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      now.push(least);
    }
    beforeLast = last;
    last = now;
  }
  // A word that begins right is meant more often than one that does not.
  return (last[b.length] ?? 0) - (a[0] === b[0] ? 0.25 : 0);
}
