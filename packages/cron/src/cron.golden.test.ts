import { expect, test } from "vitest";
import { cron } from "./cron.ts";
import { golden } from "./test-golden.ts";

function instantOf(text: string, timezone: string): Date {
  const at = /[+-]\d\d:\d\d$/.test(text)
    ? Temporal.Instant.from(text)
    : Temporal.PlainDateTime.from(text).toZonedDateTime(timezone).toInstant();
  return new Date(at.epochMilliseconds);
}

const shownIn = (date: Date, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(date.getTime())
    .toZonedDateTimeISO(timezone)
    .toString({ timeZoneName: "never" });

test.each(golden)("$pattern in $timezone: $what", ({ pattern, timezone, after, fires }) => {
  const schedule = cron(pattern, { timezone });
  const found = schedule.upcoming(fires.length, instantOf(after, timezone));
  expect(found.map((date) => shownIn(date, timezone))).toEqual(fires);
  // And back again.
  const last = found.at(-1)?.getTime() ?? 0;
  const back: Date[] = [];
  for (let at = schedule.previous(new Date(last + 1)); back.length < fires.length && at; at = schedule.previous(at))
    back.unshift(at);
  expect(back.map((date) => shownIn(date, timezone))).toEqual(fires);
});

test("what is over has no next time, and what has not begun no previous one", () => {
  const schedule = cron("0 0 1 1 * 2028");
  expect(schedule.next(new Date("2028-01-01T00:00Z"))).toBeUndefined();
  expect(schedule.previous(new Date("2028-01-01T00:00Z"))).toBeUndefined();
  expect(schedule.upcoming(3, new Date("2020-01-01"))).toEqual([new Date("2028-01-01T00:00Z")]);
});

test("between 1970 and 3000, and not beyond", () => {
  const daily = cron("@daily");
  expect(daily.next(new Date("1812-01-01"))).toEqual(new Date("1970-01-01T00:00Z"));
  expect(daily.previous(new Date("1970-01-01T00:00Z"))).toBeUndefined();
  expect(daily.next(new Date("2999-12-31T00:00Z"))).toBeUndefined();
  expect(daily.previous(new Date("5000-01-01"))).toEqual(new Date("2999-12-31T00:00Z"));
});
