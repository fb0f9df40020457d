/**
 * Durations: read once at the edge into whole milliseconds, and written for people.
 * Only units of fixed length: a month or a year needs a calendar, and a day is always 24 hours here.
 */
import { failure } from "./errors.ts";
import { limits } from "./limits.ts";

/**
 * Milliseconds; text such as `"1.5 h"`, `"3 days"`, `"1h 30m"`, `"500ms"`; parts such as `{ hours: 2 }`;
 * or a `Temporal.Duration` without months and years. Never negative, at most 10 years.
 */
export type Duration = number | string | DurationParts | TemporalDuration;

/** At least one part; they are added up and need not be whole. */
export interface DurationParts {
  readonly weeks?: number;
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
  readonly milliseconds?: number;
}

/** What is needed of a Temporal.Duration, native or a polyfill's. */
export interface TemporalDuration extends Required<DurationParts> {
  readonly years: number;
  readonly months: number;
  readonly microseconds: number;
  readonly nanoseconds: number;
  readonly sign: number;
}

const msOfPart = {
  weeks: 604_800_000,
  days: 86_400_000,
  hours: 3_600_000,
  minutes: 60_000,
  seconds: 1_000,
  milliseconds: 1,
  microseconds: 1e-3,
  nanoseconds: 1e-6,
} as const;

const spellings: ReadonlyMap<string, keyof DurationParts> = new Map([
  ...spelled("weeks", "w week weeks"),
  ...spelled("days", "d day days"),
  ...spelled("hours", "h hr hrs hour hours"),
  ...spelled("minutes", "m min mins minute minutes"),
  ...spelled("seconds", "s sec secs second seconds"),
  ...spelled("milliseconds", "ms millisecond milliseconds"),
]);

/** No duration needs more; a longer text is a mistake that is not worth reading. */
const textMaxChars = 100;

/**
 * Reads a duration.
 * @param where begins the error's sentence: `step "charge", timeout`. Default: "a duration"
 * @returns whole milliseconds, rounded to the nearest, 0 to 10 years
 * @throws invalid-duration
 */
export function toMs(duration: Duration, where = "a duration"): number {
  const problems = { where, value: shown(duration) };
  const ms = typeof duration === "number" ? duration : readSafely(duration);
  if (typeof ms === "string") throw failure("invalid-duration", { ...problems, problem: ms });
  if (Number.isNaN(ms)) throw failure("invalid-duration", { ...problems, problem: "it is not a number" });
  if (ms < 0) throw failure("invalid-duration", { ...problems, problem: "it is negative" });
  if (ms > limits.durationMaxMs)
    throw failure("invalid-duration", { ...problems, problem: "it is longer than 10 years" });
  return Math.round(ms) + 0; // + 0 turns −0 into 0
}

function readSafely(duration: unknown): number | string {
  try {
    return read(duration);
  } catch {
    return "it cannot be read";
  }
}

/** Milliseconds, or what is wrong. */
function read(duration: unknown): number | string {
  if (typeof duration === "string") return readText(duration);
  if (typeof duration !== "object" || duration === null) return "it is neither a number, nor text, nor an object";
  return isTemporal(duration) ? readTemporal(duration) : readParts(duration);
}

function readText(text: string): number | string {
  if (text.length > textMaxChars) return `it is longer than ${textMaxChars} characters`;
  if (text.trim() === "") return "it is empty";
  const token = /\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*/y;
  const seen = new Set<string>();
  let ms = 0;
  while (token.lastIndex < text.length) {
    const at = token.lastIndex;
    const [, amount, unit] = token.exec(text) ?? [];
    if (amount === undefined || unit === undefined) return `cannot read ${JSON.stringify(text.slice(at).trim())}`;
    const part = spellings.get(unit);
    if (part === undefined) return unknownUnit(amount, unit);
    if (seen.has(part)) return `it gives ${part} twice`;
    seen.add(part);
    ms += Number(amount) * msOfPart[part];
  }
  return ms;
}

function unknownUnit(amount: string, unit: string): string {
  if (unit === "") return `${amount} has no unit; write "${amount}ms" or "${amount}s"`;
  if (/^(mon|month|months|y|yr|year|years)$/.test(unit)) return "months and years have no fixed length; give days";
  return `there is no unit "${unit}"; known: ms, s, min (or m), h, days (or d), weeks (or w)`;
}

function readParts(parts: object): number | string {
  const entries = Object.entries(parts).filter(([, amount]) => amount !== undefined);
  if (entries.length === 0) return "it has no parts; give at least one, such as { hours: 2 }";
  let ms = 0;
  for (const [name, amount] of entries) {
    if (name === "years" || name === "months") return "months and years have no fixed length; give days";
    if (!isPart(name))
      return `there is no part "${name.slice(0, textMaxChars)}"; known: ${Object.keys(msOfPart).slice(0, 6).join(", ")}`;
    if (typeof amount !== "number" || Number.isNaN(amount)) return `${name} is not a number`;
    if (amount < 0) return `${name} is negative`;
    ms += amount * msOfPart[name];
  }
  return ms;
}

function readTemporal(duration: TemporalDuration): number | string {
  if (duration.years !== 0 || duration.months !== 0) return "months and years have no fixed length; give days";
  let ms = 0;
  for (const [name, length] of Object.entries(msOfPart)) ms += duration[name as keyof typeof msOfPart] * length;
  return ms;
}

/** By shape: a polyfill's class is another one, and Node 24 has none. */
function isTemporal(value: object): value is TemporalDuration {
  const like = value as Partial<TemporalDuration>;
  return typeof like.sign === "number" && typeof like.nanoseconds === "number" && typeof like.months === "number";
}

function isPart(name: string): name is keyof DurationParts {
  return Object.hasOwn(msOfPart, name) && name !== "microseconds" && name !== "nanoseconds";
}

function spelled(part: keyof DurationParts, words: string): [string, keyof DurationParts][] {
  return words.split(" ").map((word) => [word, part]);
}

/** The value as an error repeats it. */
function shown(duration: unknown): string {
  try {
    return textOf(duration).slice(0, textMaxChars + 2);
  } catch {
    return `(${typeof duration})`;
  }
}

function textOf(duration: unknown): string {
  if (typeof duration === "string") return JSON.stringify(duration.slice(0, textMaxChars));
  if (typeof duration !== "object" || duration === null) return String(duration);
  if (isTemporal(duration)) return String(duration);
  const parts = Object.entries(duration).map(([name, amount]) => `${name}: ${String(amount)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`.slice(0, textMaxChars);
}

/**
 * Milliseconds as people read them: `45ms`, `0.8s`, `14.2s`, `2m 05s`, `22h 10m`, `3d 4h`.
 * Two units at most, cut off rather than rounded, so that `59.9s` is never shown as `60.0s`.
 * @param ms milliseconds; less than 0 (clocks that differ) shows as `0ms`
 */
export function formatMs(ms: number): string {
  if (typeof ms !== "number" || !(ms > 0)) return "0ms";
  if (ms < 100) return `${Math.floor(ms)}ms`;
  if (ms < msOfPart.minutes) return `${(Math.floor(ms / 100) / 10).toFixed(1)}s`;
  if (ms < msOfPart.hours)
    return `${Math.floor(ms / msOfPart.minutes)}m ${twoDigits((ms % msOfPart.minutes) / msOfPart.seconds)}s`;
  if (ms < msOfPart.days)
    return `${Math.floor(ms / msOfPart.hours)}h ${twoDigits((ms % msOfPart.hours) / msOfPart.minutes)}m`;
  return `${Math.floor(ms / msOfPart.days)}d ${Math.floor((ms % msOfPart.days) / msOfPart.hours)}h`;
}

function twoDigits(amount: number): string {
  return String(Math.floor(amount)).padStart(2, "0");
}
