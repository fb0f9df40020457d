/** The known name that was probably meant, for messages. */

/**
 * @param wanted as somebody has typed it
 * @returns one of `known`; "" when none is near enough to be worth a question
 */
export function nearestName(wanted: string, known: readonly string[]): string {
  const word = plain(wanted);
  // One letter is near to any other.
  if (word.length < 2 || word.length > 60) return "";
  let best = "";
  // A third of the letters may be wrong; one in the shortest words.
  let bestDistance = Math.max(1, Math.floor(word.length / 3)) + 0.5;
  for (const candidate of known) {
    const distance = distanceBetween(word, plain(candidate));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best === "" ? containing(word, known) : best;
}

/** `max_parallel`, `maxParallel` and `max-parallel` are one word. */
function plain(word: string): string {
  return word.replaceAll(/[\s_-]/g, "").toLowerCase();
}

/** `parallel` for `max-parallel`: cut off or put on rather than wrong; only where it can mean one word. */
function containing(word: string, known: readonly string[]): string {
  if (word.length < 3) return "";
  const found = known.filter((candidate) => {
    const other = plain(candidate);
    return other.length > 2 && (other.startsWith(word) || word.startsWith(other) || other.endsWith(word));
  });
  return found.length === 1 ? (found[0] ?? "") : "";
}

/** Letters changed, added, left out, or swapped with their neighbour (Damerau and Levenshtein, restricted). */
function distanceBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > a.length) return Number.POSITIVE_INFINITY;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = a[row - 1] === b[column - 1] ? 0 : 1;
      const least = Math.min((now[column - 1] ?? 0) + 1, (last[column] ?? 0) + 1, (last[column - 1] ?? 0) + changed);
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      now.push(swapped ? Math.min(least, (beforeLast[column - 2] ?? 0) + 1) : least);
    }
    beforeLast = last;
    last = now;
  }
  // A word that begins right is meant more often than one that does not.
  let begun = 0;
  while (begun < 3 && begun < a.length && a[begun] === b[begun]) begun++;
  return (last[b.length] ?? 0) - begun / 4;
}
