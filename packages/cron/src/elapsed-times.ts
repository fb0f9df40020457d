/**
 * Schedules of every hour: they fire whenever clocks show one of their times. Nothing extra in a gap, where no clock
 * shows it; both passes of an overlap, so that every quarter of an hour stays a quarter of an hour.
 */
import type { Calendar } from "./calendar.ts";
import type { Search } from "./named-times.ts";
import { longestShift, type ZoneClock } from "./zone-clock.ts";

export function elapsedTimes(calendar: Calendar, clock: ZoneClock): Search {
  return {
    next: (after) => nextShown(after + 1, { calendar, clock }),
    previous: (before) => lastShown(before - 1, { calendar, clock }),
  };
}

interface Parts {
  readonly calendar: Calendar;
  readonly clock: ZoneClock;
}

/** The first at or after an instant. */
function nextShown(instant: number, { calendar, clock }: Parts): number | undefined {
  for (let at = instant; ; ) {
    const { from, to, offset } = clock.spanAt(at);
    const wall = calendar.after(at + offset - 1);
    if (wall !== undefined && wall - offset < to) return wall - offset;
    // After a whole long span nothing that it has passed comes again: so one may go straight to where the next is.
    const whole = at === from && to - from >= longestShift;
    if (whole && wall === undefined) return undefined;
    at = whole && wall !== undefined ? Math.max(to, wall - longestShift) : to;
  }
}

/** The last at or before an instant. */
function lastShown(instant: number, { calendar, clock }: Parts): number | undefined {
  for (let at = instant; ; ) {
    const { from, to, offset } = clock.spanAt(at);
    const wall = calendar.before(at + offset + 1);
    if (wall !== undefined && wall - offset >= from) return wall - offset;
    const whole = at === to - 1 && to - from >= longestShift;
    if (whole && wall === undefined) return undefined;
    at = whole && wall !== undefined ? Math.min(from - 1, wall + longestShift) : from - 1;
  }
}
