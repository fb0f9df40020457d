/** Dates and times in the form of a pattern, with the signs of C's and Python's strftime, in English. */
import type { IsoTime } from "../expressions/iso-time.ts";
import { refusal } from "../expressions/refusal.ts";

const months = "January February March April May June July August September October November December".split(" ");
const days = "Sunday Monday Tuesday Wednesday Thursday Friday Saturday".split(" ");
const dayMs = 86_400_000;

const signs: Readonly<Record<string, (time: IsoTime) => string>> = {
  Y: ({ face }) => padded(face.year, 4),
  y: ({ face }) => padded(face.year % 100, 2),
  m: ({ face }) => padded(face.month, 2),
  d: ({ face }) => padded(face.day, 2),
  e: ({ face }) => String(face.day).padStart(2),
  H: ({ face }) => padded(face.hour, 2),
  I: ({ face }) => padded(face.hour % 12 || 12, 2),
  p: ({ face }) => (face.hour < 12 ? "AM" : "PM"),
  M: ({ face }) => padded(face.minute, 2),
  S: ({ face }) => padded(face.second, 2),
  f: ({ face }) => padded(Math.floor(face.nanosecond / 1_000), 6),
  B: ({ face }) => months[face.month - 1] ?? "",
  b: ({ face }) => (months[face.month - 1] ?? "").slice(0, 3),
  A: (time) => days[weekday(time)] ?? "",
  a: (time) => (days[weekday(time)] ?? "").slice(0, 3),
  w: (time) => String(weekday(time)),
  u: (time) => String(weekday(time) || 7),
  j: (time) => padded(dayOfYear(time), 3),
  G: (time) => padded(isoWeek(time).year, 4),
  V: (time) => padded(isoWeek(time).week, 2),
  F: (time) => strftime(time, "%Y-%m-%d"),
  T: (time) => strftime(time, "%H:%M:%S"),
  R: (time) => strftime(time, "%H:%M"),
  D: (time) => strftime(time, "%m/%d/%y"),
  z: ({ offsetMinutes }) => (offsetMinutes === undefined ? "" : offsetText(offsetMinutes, "")),
  Z: ({ offsetMinutes }) =>
    offsetMinutes === undefined ? "" : offsetMinutes === 0 ? "UTC" : `UTC${offsetText(offsetMinutes, ":")}`,
  s: ({ epochMs }) => String(Math.floor(epochMs / 1_000)),
  n: () => "\n",
  t: () => "\t",
  "%": () => "%",
};

/** `%-d` is `%d` without zeros before it. */
export function strftime(time: IsoTime, pattern: string): string {
  return pattern.replace(/%(-?)(.?)/gs, (found, bare: string, sign: string) => {
    const write = Object.hasOwn(signs, sign) ? signs[sign] : undefined;
    if (write === undefined) {
      throw refusal("fmt", `${JSON.stringify(found)} has no meaning; known: %${Object.keys(signs).join(" %")}`);
    }
    const text = write(time);
    return bare === "" ? text : text.replace(/^[0 ]+(?=.)/, "");
  });
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, "0");
}

function offsetText(minutes: number, between: string): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${padded(Math.floor(size / 60), 2)}${between}${padded(size % 60, 2)}`;
}

/** Days since 1970-01-01 on its own calendar. */
function dayNumber({ epochMs, offsetMinutes = 0 }: IsoTime): number {
  return Math.floor((epochMs + offsetMinutes * 60_000) / dayMs);
}

/** From 0, a Sunday. */
function weekday(time: IsoTime): number {
  return (((dayNumber(time) + 4) % 7) + 7) % 7;
}

function dayOfYear(time: IsoTime): number {
  return dayNumber(time) - firstDayOf(time.face.year) + 1;
}

function firstDayOf(year: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, 0, 1);
  return date.getTime() / dayMs;
}

/** A week belongs to the year of its Thursday. */
function isoWeek(time: IsoTime): { year: number; week: number } {
  const thursday = dayNumber(time) + 4 - (weekday(time) || 7);
  const year = new Date(thursday * dayMs).getUTCFullYear();
  return { year, week: Math.floor((thursday - firstDayOf(year)) / 7) + 1 };
}
