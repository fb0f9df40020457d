import { expect, test } from "vitest";
import { cron } from "./cron.ts";
import { type IntervalOptions, intervalToCron } from "./interval.ts";

test.each<[IntervalOptions, string]>([
  [{ interval: "daily" }, "0 0 * * *"],
  [{ interval: "daily", time: "01:30" }, "30 1 * * *"],
  [{ interval: "weekly" }, "0 0 * * 1"],
  [{ interval: "weekly", day: "friday", time: "18:30" }, "30 18 * * 5"],
  [{ interval: "weekly", day: "Sun", time: "9:05" }, "5 9 * * 0"],
  [{ interval: "weekly", day: 7 }, "0 0 * * 0"],
  [{ interval: "monthly", time: "23:59" }, "59 23 1 * *"],
  [{ interval: "monthly", day: 15 }, "0 0 15 * *"],
  [{ interval: "monthly", day: "last" }, "0 0 L * *"],
  [{ interval: "monthly", day: "tuesday", time: "12:00" }, "0 12 * * 2#1"],
])("%j is the pattern %s", (given, pattern) => {
  expect(intervalToCron(given)).toBe(pattern);
  expect(cron(pattern).next(new Date(0))).toBeInstanceOf(Date);
});

test.each<[object, string]>([
  [{ interval: "hourly" }, 'interval: there is no interval "hourly"'],
  [{ interval: "daily", day: "monday" }, "interval: daily has no day"],
  [{ interval: "weekly", day: "funday" }, 'interval: day "funday" is none'],
  [{ interval: "weekly", day: 8 }, "interval: day 8 is none"],
  [{ interval: "monthly", day: 32 }, "interval: day 32 is none"],
  [{ interval: "monthly", day: 0 }, "interval: day 0 is none"],
  [{ interval: "monthly", day: "*" }, 'interval: day "*" is none'],
  [{ interval: "daily", time: "24:00" }, 'interval: time "24:00" is not a time of the day'],
  [{ interval: "daily", time: "12:60" }, 'interval: time "12:60" is not a time of the day'],
  [{ interval: "daily", time: "noon" }, 'interval: time "noon" is not a time of the day'],
  [{ interval: "daily", time: "" }, 'interval: time "" is not a time of the day'],
])("%j is refused", (given, message) => {
  expect(() => intervalToCron(given as IntervalOptions)).toThrow(
    expect.objectContaining({ code: "invalid-interval", message }),
  );
});
