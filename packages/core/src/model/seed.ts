/**
 * The seed of a run, as its row keeps it: one of 32 hex digits; of a fork those before it too, each with the position
 * up to which it counts: `old@12,new`. What code draws before it knows of entry 12 is what the other run drew; what
 * comes later is the fork's own.
 */

/** True for what a run's row can hold. */
export function isSeed(text: string): boolean {
  return /^([0-9a-f]{32}@\d+,)*[0-9a-f]{32}$/.test(text);
}

/** @param known whether the code has been told of the entry at this position, or has recorded it */
export function seedNow(seeds: string, known: (position: number) => boolean): string {
  if (!seeds.includes(",")) return seeds;
  const parts = partsOf(seeds);
  return (parts.find(({ until }) => until === Infinity || !known(until)) ?? { seed: seeds }).seed;
}

/** What is the run's alone, whatever it has in common with others. */
export function ownSeed(seeds: string): string {
  return partsOf(seeds).at(-1)?.seed ?? seeds;
}

/** @param at how many entries the fork has in common with the run whose seeds are given */
export function forkSeeds(seeds: string, at: number, seed: string): string {
  const common = partsOf(seeds).map((part) => ({ ...part, until: Math.min(part.until, at) }));
  return textOf([...common, { seed, until: Infinity }]);
}

/** Of a journal whose positions have changed. @param move the new position for an old one */
export function moveSeeds(seeds: string, move: (position: number) => number): string {
  if (!seeds.includes(",")) return seeds;
  return textOf(partsOf(seeds).map(({ seed, until }) => ({ seed, until: until === Infinity ? until : move(until) })));
}

interface Part {
  readonly seed: string;
  /** Position of the entry from which on the next one counts. */
  readonly until: number;
}

function partsOf(seeds: string): Part[] {
  return seeds.split(",").map((part) => {
    const [seed = "", until] = part.split("@");
    return { seed, until: until === undefined ? Infinity : Number(until) };
  });
}

/** One that ends where the one before it ends never counts. */
function textOf(parts: readonly Part[]): string {
  return parts
    .filter(({ until }, index) => until > (parts[index - 1]?.until ?? 0))
    .map(({ seed, until }) => (until === Infinity ? seed : `${seed}@${until}`))
    .join(",");
}
