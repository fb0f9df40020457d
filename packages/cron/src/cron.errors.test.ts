import { expect, test } from "vitest";
import { checkCron, cron } from "./cron.ts";

/** Every problem: what it says, what to do, and the part of the pattern that it is about. */
function problems(pattern: unknown, timezone?: unknown): string[] {
  return checkCron(pattern, timezone === undefined ? {} : { timezone }).map(({ code, message, hint, facts }) => {
    const [at, length] = [Number(facts.at), Number(facts.length)];
    const part = code === "invalid-cron" ? ` [${String(pattern).slice(at, at + length)}]` : "";
    return `${code}: ${message} -> ${hint}${part}`.replace(`cron pattern ${JSON.stringify(pattern)}: `, "");
  });
}

test.each([
  ["", 'it is empty -> give five fields, as "0 9 * * MON-FRI" []'],
  ["  ", 'it is empty -> give five fields, as "0 9 * * MON-FRI" [  ]'],
  [
    "0 9 * * 1-5 2026 x",
    "it has 7 fields -> take the seconds away, the first field; the sixth is then the year [0 9 * * 1-5 2026 x]",
  ],
  [
    "0 9",
    "it has 2 fields -> give 5 or 6, with blanks between: minute, hour, day of the month, month, day of the week, year [0 9]",
  ],
  ["60 * * * *", "minute: 60 is out of its bounds -> give a value from 0 to 59 [60]"],
  ["0  24 * * *", "hour: 24 is out of its bounds -> give a value from 0 to 23 [24]"],
  ["0 0 0 * *", "day of the month: 0 is out of its bounds -> give a value from 1 to 31 [0]"],
  ["0 0 1-32 * *", "day of the month: 32 is out of its bounds -> give a value from 1 to 31 [1-32]"],
  ["0 0 40W * *", "day of the month: 40 is out of its bounds -> give a value from 1 to 31 [40W]"],
  ["0 0 * * 8", "day of the week: 8 is out of its bounds -> give a value from 0 to 6 [8]"],
  [
    "0 0 1 1 * 1969",
    "year: 1969 is out of its bounds -> give years from 1970 to 2999; if the first field is seconds, take it away [1969]",
  ],
  [
    "0 0 1 1 * MON",
    'year: "MON" is not a value -> give years from 1970 to 2999; if the first field is seconds, take it away [MON]',
  ],
  ["a * * * *", 'minute: "A" is not a value -> give a number from 0 to 59 [a]'],
  ["-5 * * * *", 'minute: "" is not a value -> give a number from 0 to 59 [-5]'],
  ["0 0 * JUNE *", 'month: "JUNE" is not a name -> write JUN: names have three letters [JUNE]'],
  ["0 0 * FOO *", 'month: "FOO" is not a value -> give a number from 1 to 12, or a name from JAN to DEC [FOO]'],
  ["0 22-2 * * *", 'hour: the range "22-2" runs backwards -> write 22-23,0-2 [22-2]'],
  ["0 0 * * FRI-MON", 'day of the week: the range "FRI-MON" runs backwards -> write FRI-SAT,SUN-MON [FRI-MON]'],
  ["0 1-2-3 * * *", 'hour: "1-2-3" is no range -> write it as 0-23 [1-2-3]'],
  ["5/15 * * * *", 'minute: "5/15" has a step and no range -> write 5-59/15 [5/15]'],
  ["*/0 * * * *", 'minute: "*/0" has no step that is a number above 0 -> write */2, or a range as 0-59/2 [*/0]'],
  ["*/x * * * *", 'minute: "*/X" has no step that is a number above 0 -> write */2, or a range as 0-59/2 [*/x]'],
  ["*/5/5 * * * *", 'minute: "*/5/5" has no step that is a number above 0 -> write */2, or a range as 0-59/2 [*/5/5]'],
  ["*/90 * * * *", 'minute: the step of "*/90" leads out of its range -> write 0: it fires at no other [*/90]'],
  [
    "10-20/60 * * * *",
    'minute: the step of "10-20/60" leads out of its range -> write 10: it fires at no other [10-20/60]',
  ],
  ["60-70/2 * * * *", "minute: 60 is out of its bounds -> give a value from 0 to 59 [60-70/2]"],
  ["1,,2 * * * *", "minute: there is nothing between its commas -> take the needless comma away [,]"],
  ["1,*,2 * * * *", 'minute: "*" in a list -> write * alone: it allows every value [*]'],
  ["? * * * *", 'minute: "?" stands for a day, and alone -> write * here [?]'],
  ["0 0 1,? * *", 'day of the month: "?" stands for a day, and alone -> write * here [?]'],
  ["0 0 1,LW * *", 'day of the month: "LW" in a list -> write LW alone, as a schedule of its own [LW]'],
  ["0 0 L-3 * *", 'day of the month: "L-3" counts from the end -> only the last day, L, can be named so [L-3]'],
  ["0 0 * * L", 'day of the week: "L" of which weekday? -> write FRIL for the last Friday of the month [L]'],
  [
    "0 0 * * 1#6",
    'day of the week: "1#6" names no week of a month -> write a number from 1 to 5: MON#2; the last one is MONL [1#6]',
  ],
  ["0 0 * * 9#1", "day of the week: 9 is out of its bounds -> give a value from 0 to 6 [9#1]"],
  ["0 0 1#1 * *", 'day of the month: "1#1" is not a value -> give a number from 1 to 31 [1#1]'],
  ["0 0 * * 5W", 'day of the week: "5W" is not a value -> give a number from 0 to 6, or a name from SUN to SAT [5W]'],
  [
    "@fortnightly",
    'there is no "@fortnightly" -> known are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly [@fortnightly]',
  ],
  [
    "@constructor",
    'there is no "@constructor" -> known are @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly [@constructor]',
  ],
  ["@reboot", 'there is no "@reboot" -> start a run when your program starts [@reboot]'],
])("%j is refused, with the cure and the place", (pattern, expected) => {
  expect(problems(pattern)).toEqual([`invalid-cron: ${expected}`]);
});

test("everything that is wrong is said at once, the zone too", () => {
  const found = checkCron("99 99 * 13 *", { timezone: "Mars/Phobos" }).map(({ facts }) => facts.at ?? facts.timezone);
  expect(found).toEqual([0, 3, 8, "Mars/Phobos"]);
});

test.each(["0 0 30 2 *", "0 0 31 4,6,9,11 *", "0 0 29 2 * 2026,2027,2100", "0 0 31W 2 ?"])(
  "%j never fires, and is refused",
  (pattern) => {
    expect(problems(pattern, "Europe/Berlin")).toEqual([
      `cron-never-fires: cron pattern "${pattern}" never fires in Europe/Berlin -> no year that it allows has such a day or time: look at its days, its month and its year together`,
    ]);
  },
);

test("a day that one zone has left out is another zone's day", () => {
  const [pattern, timezone] = ["0 * 30 12 * 2011", "Pacific/Apia"];
  expect(checkCron(pattern, { timezone })[0]?.code).toBe("cron-never-fires");
  expect(checkCron(pattern, { timezone: "Europe/Berlin" })).toEqual([]);
});

test.each([
  ["", 'time zone "" is empty -> give a name of the IANA database, as "Europe/Berlin" or "UTC"'],
  [" ", 'time zone " " is empty -> give a name of the IANA database, as "Europe/Berlin" or "UTC"'],
  [" UTC", 'time zone " UTC" is not known -> did you mean "UTC"?'],
  ["Berlin", 'time zone "Berlin" is not known -> did you mean "Europe/Berlin"?'],
  ["new york", 'time zone "new york" is not known -> did you mean "America/New_York"?'],
  ["Europe/Berln", 'time zone "Europe/Berln" is not known -> did you mean "Europe/Berlin"?'],
  ["Europe/Brelin", 'time zone "Europe/Brelin" is not known -> did you mean "Europe/Berlin"?'],
  [
    "Mars/Phobos",
    'time zone "Mars/Phobos" is not known -> give a name of the IANA database, as "Europe/Berlin" or "UTC"',
  ],
  [null, 'time zone "null" is not text -> give a name of the IANA database, as "Europe/Berlin" or "UTC"'],
  [2, 'time zone "2" is not text -> give a name of the IANA database, as "Europe/Berlin" or "UTC"'],
])("the zone %j is refused", (timezone, expected) => {
  expect(problems("@daily", timezone)).toEqual([`invalid-time-zone: ${expected}`]);
});

test.each([5, null, ["@daily"], { cron: "@daily" }, undefined])("%j is not a pattern", (pattern) => {
  expect(checkCron(pattern)[0]).toMatchObject({
    code: "invalid-cron",
    hint: 'give text, in quotes: "0 9 * * MON-FRI"',
  });
});

test("a pattern of a megabyte is refused at once, and not repeated", () => {
  const [problem] = checkCron("1,".repeat(500_000));
  expect(problem?.message).toContain("it is longer than 1000 characters");
  expect(problem?.message.length).toBeLessThan(400);
});

test("cron throws the first problem", () => {
  expect(() => cron("0 25 * * *")).toThrow(expect.objectContaining({ code: "invalid-cron" }));
  expect(() => cron("@daily", { timezone: "" })).toThrow(expect.objectContaining({ code: "invalid-time-zone" }));
  expect(() => cron("0 0 30 2 *")).toThrow(expect.objectContaining({ code: "cron-never-fires" }));
});

test("a date that is none, and a count that is none", () => {
  const daily = cron("@daily");
  const invalid = expect.objectContaining({ code: "invalid-option" });
  expect(() => daily.next(new Date(Number.NaN))).toThrow(invalid);
  expect(() => daily.previous("2026-01-01" as never)).toThrow(invalid);
  expect(() => daily.matches(undefined as never)).toThrow(invalid);
  expect(() => daily.upcoming(-1, new Date(0))).toThrow(invalid);
  expect(() => daily.upcoming(1e9, new Date(0))).toThrow(invalid);
  expect(daily.upcoming(0, new Date(0))).toEqual([]);
});
