/**
 * Measures in slices that alternate with what they are compared with: neighbours on the machine, its clock and its
 * disk then touch both sides alike, and the ratio of a pair says more than either figure.
 */

/** A slice of the workload and the one of the comparison beside it. */
export interface Pair {
  readonly value: number;
  readonly raw: number;
}

export interface Sides {
  /** Measures one slice and gives its figure. */
  value(): number | Promise<number>;
  raw(): number | Promise<number>;
}

export interface SlicePlan {
  readonly slices: number;
  /** Slices before them that do not count: code is compiled, files and caches grow to their size. */
  readonly warmUp: number;
}

export async function interleave(plan: SlicePlan, sides: Sides): Promise<Pair[]> {
  const pairs: Pair[] = [];
  for (let n = 0; n < plan.warmUp + plan.slices; n++) {
    const pair = n % 2 === 0 ? await valueFirst(sides) : await rawFirst(sides);
    if (n >= plan.warmUp) pairs.push(pair);
  }
  return pairs;
}

async function valueFirst(sides: Sides): Promise<Pair> {
  const value = await sides.value();
  return { value, raw: await sides.raw() };
}

/** Each side goes first in turn, so that neither always finds what the other has left behind. */
async function rawFirst(sides: Sides): Promise<Pair> {
  const raw = await sides.raw();
  return { value: await sides.value(), raw };
}

/** Ms that `work` takes. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quartiles(values: readonly number[]): readonly [number, number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** Between two values it is interpolated. NaN of nothing. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const [low = Number.NaN, high = low] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place - Math.floor(place));
}
