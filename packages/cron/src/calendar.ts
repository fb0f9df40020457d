/**
 * The times of a pattern on a clock that is never changed: croner computes them, on UTC, where its own rules for gaps
 * and overlaps never apply. Times are "wall times": what the clock shows, read as if it were UTC, in milliseconds.
 */
import { Cron as Croner } from "croner";
import { firstYear } from "./fields.ts";

export interface Calendar {
  /** The first time later than this one; undefined when there is none before the year 3000. */
  after(wall: number): number | undefined;
  /** The last time earlier than this one; undefined when there is none since 1970. */
  before(wall: number): number | undefined;
}

const earliest = Date.UTC(firstYear, 0, 1);

/** @param fields six fields as field.ts writes them */
export function calendarOf(fields: readonly string[]): Calendar {
  // Paused, and without a function: it computes and starts nothing.
  const croner = new Croner(`0 ${fields.join(" ")}`, { paused: true, mode: "7-part", utcOffset: 0 });
  return {
    after: (wall) => croner.nextRun(new Date(Math.max(wall, earliest - 1)))?.getTime(),
    before(wall) {
      const found = croner.previousRuns(1, new Date(wall))[0]?.getTime();
      return found === undefined || found < earliest ? undefined : found;
    },
  };
}
