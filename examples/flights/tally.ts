/**
 * What is counted for an airport, a route, a day or an hour. A tuple, because thousands of these are recorded with every
 * part. All are whole numbers, so that adding is exact in any order.
 */
export type Tally = [
  /** Rows that were kept. */
  flights: number,
  /** Of the kept rows; early arrivals count negative. */
  delayMinutes: number,
  /** Kept rows that arrived more than 15 minutes late. */
  lateOver15: number,
  /** Rows that were set aside. */
  rejected: number,
];

export type Tallies = Record<string, Tally>;

export const lateAfterMinutes = 15;

export function emptyTally(): Tally {
  return [0, 0, 0, 0];
}

export function countKept(tally: Tally, delay: number): void {
  tally[0] += 1;
  tally[1] += delay;
  if (delay > lateAfterMinutes) tally[2] += 1;
}

export function countRejected(tally: Tally): void {
  tally[3] += 1;
}

export function addTally(into: Tally, other: Tally): void {
  into[0] += other[0];
  into[1] += other[1];
  into[2] += other[2];
  into[3] += other[3];
}
