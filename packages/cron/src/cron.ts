/** Schedules: a pattern in a time zone, and the instants at which it fires. */
import { failure, type StepwellError } from "@stepwell/core";
import { calendarOf } from "./calendar.ts";
import { elapsedTimes } from "./elapsed-times.ts";
import { cronFailure } from "./errors.ts";
import { firstYear, lastYear } from "./fields.ts";
import { namedTimes, type Search } from "./named-times.ts";
import { readPattern } from "./pattern.ts";
import { timeZoneProblem } from "./time-zone.ts";
import { zoneClock } from "./zone-clock.ts";

/** Where a schedule's pattern is read. */
export interface CronOptions {
  /** A name of the IANA database, or an offset as `+02:00`. Default: `UTC`. */
  readonly timezone?: string;
}

/** A schedule. It computes only: it has no timers, reads no clock, and gives the same answers whenever it is asked. */
export interface Cron {
  /** As it was given. */
  readonly pattern: string;
  readonly timezone: string;
  /** The first time after an instant, which is itself not one; undefined when there is none before the year 3000. */
  next(after: Date): Date | undefined;
  /** The last time before an instant, which is itself not one; undefined when there is none since 1970. */
  previous(before: Date): Date | undefined;
  /** The next times after an instant, the earliest first: `count` of them (at most 10,000), or fewer when they end. */
  upcoming(count: number, after: Date): Date[];
  /** Whether it fires at this very millisecond. */
  matches(instant: Date): boolean;
}

const earliest = Date.UTC(firstYear, 0, 1);
const latest = Date.UTC(lastYear + 1, 0, 1);
const mostUpcoming = 10_000;

/**
 * A schedule from a pattern of five or six fields, the sixth being the year, or from a nickname such as `@daily`.
 * docs/reference/cron.md has the language, and what happens when clocks are changed.
 * @throws invalid-cron, invalid-time-zone, cron-never-fires
 * @example cron("0 9 * * MON-FRI", { timezone: "Europe/Berlin" }).next(new Date(0))
 */
export function cron(pattern: string, options: CronOptions = {}): Cron {
  const made = make(pattern, options);
  if ("problems" in made) throw made.problems[0];
  return made.cron;
}

/**
 * What is wrong with a pattern and its zone: all of it at once, empty when nothing is. The facts `at` and `length` of an
 * `invalid-cron` say which part of the pattern it is about.
 */
export function checkCron(pattern: unknown, options: { readonly timezone?: unknown } = {}): StepwellError[] {
  const made = make(pattern, options);
  return "problems" in made ? [...made.problems] : [];
}

type Made = { readonly cron: Cron } | { readonly problems: readonly StepwellError[] };

function make(pattern: unknown, { timezone = "UTC" }: { readonly timezone?: unknown }): Made {
  const problems: StepwellError[] = [];
  const zone = timeZoneProblem(timezone);
  if (zone !== undefined) problems.push(zone);
  if (typeof pattern !== "string") return { problems: [notText(pattern), ...problems] };
  const reading = readPattern(pattern);
  if ("problems" in reading) {
    const shown = pattern.slice(0, 200);
    return {
      problems: [
        ...reading.problems.map((each) => cronFailure("invalid-cron", { pattern: shown, ...each })),
        ...problems,
      ],
    };
  }
  if (typeof timezone !== "string" || problems.length > 0) return { problems };
  const calendar = calendarOf(reading.pattern.fields);
  const search = (reading.pattern.elapsed ? elapsedTimes : namedTimes)(calendar, zoneClock(timezone));
  // In its zone only where it matters: that a day is skipped takes a year away at most.
  const ever = reading.pattern.someYears ? search.next(earliest - 1) : calendar.after(earliest - 1);
  if (ever === undefined) return { problems: [cronFailure("cron-never-fires", { pattern, timezone })] };
  return { cron: schedule({ pattern, timezone }, search) };
}

function notText(pattern: unknown): StepwellError {
  const problem = `it is not text but ${pattern === null ? "null" : typeof pattern}`;
  const cure = 'give text, in quotes: "0 9 * * MON-FRI"';
  return cronFailure("invalid-cron", { pattern: String(pattern), problem, cure, at: 0, length: 1 });
}

function schedule(given: { pattern: string; timezone: string }, search: Search): Cron {
  const next = (after: number): number | undefined => {
    const found = after >= latest ? undefined : search.next(Math.max(after, earliest - 1));
    return found === undefined || found >= latest ? undefined : found;
  };
  const previous = (before: number): number | undefined => {
    const found = before <= earliest ? undefined : search.previous(Math.min(before, latest));
    return found === undefined || found < earliest ? undefined : found;
  };
  const dateOf = (found: number | undefined): Date | undefined => (found === undefined ? undefined : new Date(found));
  return {
    ...given,
    next: (after) => dateOf(next(instantOf(after, "next"))),
    previous: (before) => dateOf(previous(instantOf(before, "previous"))),
    matches: (instant) => next(instantOf(instant, "matches") - 1) === instant.getTime(),
    upcoming(count, after) {
      if (!Number.isInteger(count) || count < 0 || count > mostUpcoming)
        throw failure("invalid-option", {
          where: "cron.upcoming",
          option: "count",
          problem: `is not a whole number from 0 to ${mostUpcoming}`,
        });
      const dates: Date[] = [];
      let found = next(instantOf(after, "upcoming"));
      while (found !== undefined && dates.length < count) {
        dates.push(new Date(found));
        found = next(found);
      }
      return dates;
    },
  };
}

function instantOf(date: Date, verb: string): number {
  const instant = date instanceof Date ? date.getTime() : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw failure("invalid-option", { where: `cron.${verb}`, option: "date", problem: "is not a valid Date" });
}
