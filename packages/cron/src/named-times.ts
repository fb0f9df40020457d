/**
 * Schedules that name times of the day. Each time fires at the first moment at which the clocks show it, or a later
 * one. So all times in a gap fire together, once, at its end, and a time in an overlap at its first pass.
 */
import type { Calendar } from "./calendar.ts";
import { longestShift, type ZoneClock } from "./zone-clock.ts";

/** The next and the previous instant of a schedule, strictly after and before the one given. */
export interface Search {
  next(after: number): number | undefined;
  previous(before: number): number | undefined;
}

export function namedTimes(calendar: Calendar, clock: ZoneClock): Search {
  const instantOf = (wall: number | undefined): number | undefined =>
    wall === undefined ? undefined : firstShown(wall, clock);
  return {
    // What has been shown by now has fired; the order of wall times is that of their instants.
    next: (after) => instantOf(calendar.after(latestShown(after, clock))),
    previous: (before) => instantOf(calendar.before(latestShown(before - 1, clock) + 1)),
  };
}

/** The latest wall time that clocks have shown up to an instant: behind an overlap that is what they showed before it. */
function latestShown(instant: number, clock: ZoneClock): number {
  const since = instant - longestShift;
  let latest = Number.NEGATIVE_INFINITY;
  for (let at = instant; at >= since; ) {
    const { from, offset } = clock.spanAt(at);
    latest = Math.max(latest, at + offset);
    at = from - 1;
  }
  return latest;
}

function firstShown(wall: number, clock: ZoneClock): number {
  for (let at = wall - longestShift; ; ) {
    const { from, to, offset } = clock.spanAt(at);
    if (wall < to + offset) return Math.max(from, wall - offset);
    at = to;
  }
}
