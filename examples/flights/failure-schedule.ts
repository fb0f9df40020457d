/** How the region service treats one question. */
export type Treatment = "answer" | "slow" | "busy" | "error" | "cut";

// Out of a hundred questions; the rest are answered at once. Busy, error and cut fail: 20 together.
const shares: [Treatment, percent: number][] = [
  ["busy", 7],
  ["error", 8],
  ["cut", 5],
  ["slow", 10],
];

/** More would let an airport exhaust a caller's patience; with three, the fourth try always gets its answer. */
export const mostFailuresInARow = 3;

/**
 * What happens to the nth try (from 1) for an airport. It depends on nothing but its arguments, so that two runs meet the same
 * failures in whatever order they ask.
 */
export function treatment(seed: number, iata: string, attempt: number): Treatment {
  if (attempt > mostFailuresInARow) return "answer";
  let draw = percentile(`${seed}/${iata}/${attempt}`);
  for (const [kind, percent] of shares) {
    if (draw < percent) return kind;
    draw -= percent;
  }
  return "answer";
}

/** FNV-1a with a final mix, because alone it leaves texts that differ in their last character close together. */
function percentile(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) % 100;
}
