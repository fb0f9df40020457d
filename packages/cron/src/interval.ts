/** `daily`, `weekly`, `monthly`: the plain words for the commonest patterns. */
import { cronFailure } from "./errors.ts";
import { weekdays } from "./fields.ts";

/** How often, on which day, at what time. */
export interface IntervalOptions {
  readonly interval: "daily" | "weekly" | "monthly";
  /**
   * Weekly: a weekday (`monday`, `mon`, 0 to 7; default Monday). Monthly: a day from 1 to 31, `last`, or a weekday, which
   * is the first such day of the month (default 1; months without a 31st have no such time). Daily: none.
   */
  readonly day?: string | number;
  /** `HH:MM`, from 00:00 to 23:59. Default: 00:00. */
  readonly time?: string;
}

const names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];

/**
 * The pattern that says the same, for `cron`.
 * @throws invalid-interval
 * @example intervalToCron({ interval: "weekly", day: "friday", time: "18:30" }) // "30 18 * * 5"
 */
export function intervalToCron({ interval, day, time = "00:00" }: IntervalOptions): string {
  const [, hour, minute] = /^(\d{1,2}):(\d{2})$/.exec(String(time)) ?? [];
  if (hour === undefined || minute === undefined || Number(hour) > 23 || Number(minute) > 59)
    throw refusal(`time ${JSON.stringify(time)} is not a time of the day`, "write it as HH:MM, from 00:00 to 23:59");
  const at = `${Number(minute)} ${Number(hour)}`;
  switch (interval) {
    case "daily":
      if (day !== undefined) throw refusal("daily has no day", "take day away, or write interval: weekly");
      return `${at} * * *`;
    case "weekly":
      return `${at} * * ${weekday(day ?? "monday") ?? wrongDay(day, "a weekday: monday")}`;
    case "monthly":
      return `${at} ${monthDays(day ?? 1)}`;
    default:
      throw refusal(`there is no interval ${JSON.stringify(interval)}`, "write daily, weekly or monthly");
  }
}

/** The last three fields of a pattern. */
function monthDays(day: string | number): string {
  const text = String(day).trim().toLowerCase();
  if (text === "last") return "L * *";
  if (/^\d+$/.test(text))
    return Number(text) >= 1 && Number(text) <= 31 ? `${Number(text)} * *` : wrongDay(day, "a day from 1 to 31");
  const named = weekday(text);
  return named === undefined ? wrongDay(day, "a day from 1 to 31, last, or a weekday") : `* * ${named}#1`;
}

function weekday(day: string | number): number | undefined {
  const text = String(day).trim().toLowerCase();
  if (/^[0-7]$/.test(text)) return Number(text) % 7;
  const at = Math.max(names.indexOf(text), weekdays.indexOf(text.toUpperCase()));
  return at < 0 ? undefined : at;
}

function wrongDay(day: unknown, expected: string): never {
  throw refusal(`day ${JSON.stringify(day)} is none`, `give ${expected}`);
}

const refusal = (problem: string, cure: string): Error => cronFailure("invalid-interval", { problem, cure });
