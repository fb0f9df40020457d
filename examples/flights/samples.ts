import type { Flight, ReasonCode } from "./check.ts";

/** A row that was set aside, to be shown to a person. */
export type Sample = {
  reason: ReasonCode;
  /** Number of the row in the file, from 0. */
  row: number;
  /** "2001-02-27 23:10"; empty when missing. */
  left: string;
  /** Null when missing, as is `distance`. */
  delay: number | null;
  distance: number | null;
  origin: string;
  destination: string;
};

export const samplesPerReason = 5;

export function toSample(flight: Flight, reason: ReasonCode, row: number): Sample {
  const known = (value: number) => (Number.isNaN(value) ? null : value);
  return {
    reason,
    row,
    left: Number.isNaN(flight.minute) ? "" : localTime(flight.minute),
    delay: known(flight.delay),
    distance: known(flight.distance),
    origin: flight.origin,
    destination: flight.destination,
  };
}

/**
 * The most striking few of each reason: the largest delays, early or late, and of equals those that come first in the file.
 * Because that order is total, it is the same few whether all samples come at once or by parts.
 */
export function strikingSamples(samples: readonly Sample[]): Sample[] {
  const taken = new Map<ReasonCode, number>();
  return samples.toSorted(compare).filter(({ reason }) => {
    const before = taken.get(reason) ?? 0;
    taken.set(reason, before + 1);
    return before < samplesPerReason;
  });
}

function compare(a: Sample, b: Sample): number {
  if (a.reason !== b.reason) return a.reason < b.reason ? -1 : 1;
  return Math.abs(b.delay ?? 0) - Math.abs(a.delay ?? 0) || a.row - b.row;
}

/** Minutes since 1970 as "2001-02-27 23:10". */
export function localTime(minute: number): string {
  return new Date(minute * 60_000).toISOString().slice(0, 16).replace("T", " ");
}
