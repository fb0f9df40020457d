/** What schedules fire at, so that no upgrade of the calculator or of time zone data moves one unnoticed. */

interface Golden {
  readonly what: string;
  readonly pattern: string;
  readonly timezone: string;
  /** In the clock of the zone, or with an offset. */
  readonly after: string;
  readonly fires: readonly string[];
}

export const golden: readonly Golden[] = [
  {
    what: "a named time in a gap fires at its end",
    pattern: "30 2 * * *",
    timezone: "America/New_York",
    after: "2026-03-07T12:00",
    fires: ["2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"],
  },
  {
    what: "in London, too",
    pattern: "30 1 * * *",
    timezone: "Europe/London",
    after: "2026-03-28T12:00",
    fires: ["2026-03-29T02:00:00+01:00", "2026-03-30T01:30:00+01:00"],
  },
  {
    what: "and where a gap takes half an hour",
    pattern: "15 2 * * *",
    timezone: "Australia/Lord_Howe",
    after: "2026-10-03T12:00",
    fires: ["2026-10-04T02:30:00+11:00", "2026-10-05T02:15:00+11:00"],
  },
  {
    what: "a list, a range and steps in a gap fire together, once",
    pattern: "*/20 1,2 * * *",
    timezone: "Europe/Berlin",
    after: "2026-03-29T01:30",
    fires: ["2026-03-29T01:40:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-30T01:00:00+02:00"],
  },
  {
    what: "together with the time at its end, where that is one of theirs",
    pattern: "30 2-3 * * *",
    timezone: "Europe/Berlin",
    after: "2026-03-28T12:00",
    fires: ["2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00"],
  },
  {
    what: "which is then one time",
    pattern: "0 2,3 * * *",
    timezone: "Europe/Berlin",
    after: "2026-03-28T12:00",
    fires: ["2026-03-29T03:00:00+02:00", "2026-03-30T02:00:00+02:00", "2026-03-30T03:00:00+02:00"],
  },
  {
    what: "a day that a zone left out fires at the beginning of the next",
    pattern: "0 9,15 * * *",
    timezone: "Pacific/Apia",
    after: "2011-12-29T10:00",
    fires: ["2011-12-29T15:00:00-10:00", "2011-12-31T00:00:00+14:00", "2011-12-31T09:00:00+14:00"],
  },
  {
    what: "a named time in an overlap fires at its first pass",
    pattern: "30 1 * * *",
    timezone: "America/New_York",
    after: "2026-10-31T12:00",
    fires: ["2026-11-01T01:30:00-04:00", "2026-11-02T01:30:00-05:00"],
  },
  {
    what: "so does each of a list or a step",
    pattern: "*/30 1-2 * * *",
    timezone: "America/New_York",
    after: "2026-11-01T01:10-04:00",
    fires: ["2026-11-01T01:30:00-04:00", "2026-11-01T02:00:00-05:00", "2026-11-01T02:30:00-05:00"],
  },
  {
    what: "steps of an hour that are not * are named times",
    pattern: "0 */2 * * *",
    timezone: "Europe/Berlin",
    after: "2026-03-28T23:00",
    fires: ["2026-03-29T00:00:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"],
  },
  {
    what: "all 24 hours by their numbers are named times, too",
    pattern: "15 0-23 * * *",
    timezone: "Europe/Berlin",
    after: "2026-10-25T01:30",
    fires: ["2026-10-25T02:15:00+02:00", "2026-10-25T03:15:00+01:00"],
  },
  {
    what: "every hour goes by elapsed time: both passes of an overlap",
    pattern: "*/30 * * * *",
    timezone: "America/New_York",
    after: "2026-11-01T00:45-04:00",
    fires: [
      "2026-11-01T01:00:00-04:00",
      "2026-11-01T01:30:00-04:00",
      "2026-11-01T01:00:00-05:00",
      "2026-11-01T01:30:00-05:00",
      "2026-11-01T02:00:00-05:00",
    ],
  },
  {
    what: "and nothing extra in a gap",
    pattern: "*/30 */1 * * *",
    timezone: "Europe/Berlin",
    after: "2026-03-29T01:00",
    fires: ["2026-03-29T01:30:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T03:30:00+02:00"],
  },
  {
    what: "Ramadan takes summer time away, and gives it back",
    pattern: "30 2 * * *",
    timezone: "Africa/Casablanca",
    after: "2026-02-14T12:00",
    fires: ["2026-02-15T02:30:00+01:00", "2026-02-16T02:30:00+00:00"],
  },
  {
    what: "the last day, and the last weekday of its kind",
    pattern: "0 12 L * ?",
    timezone: "Asia/Kathmandu",
    after: "2028-01-31T13:00",
    fires: ["2028-02-29T12:00:00+05:45", "2028-03-31T12:00:00+05:45"],
  },
  {
    what: "L, W and # count from where they say",
    pattern: "0 0 15W * *",
    timezone: "UTC",
    after: "2026-08-01T00:00",
    fires: [
      "2026-08-14T00:00:00+00:00",
      "2026-09-15T00:00:00+00:00",
      "2026-10-15T00:00:00+00:00",
      "2026-11-16T00:00:00+00:00",
    ],
  },
  {
    what: "the second Tuesday and the last Friday",
    pattern: "0 8 ? * TUE#2,FRIL",
    timezone: "UTC",
    after: "2026-11-01T00:00",
    fires: ["2026-11-10T08:00:00+00:00", "2026-11-27T08:00:00+00:00", "2026-12-08T08:00:00+00:00"],
  },
  {
    what: "day of the month OR day of the week",
    pattern: "0 0 13 * FRI",
    timezone: "UTC",
    after: "2026-11-07T00:00",
    fires: [
      "2026-11-13T00:00:00+00:00",
      "2026-11-20T00:00:00+00:00",
      "2026-11-27T00:00:00+00:00",
      "2026-12-04T00:00:00+00:00",
      "2026-12-11T00:00:00+00:00",
      "2026-12-13T00:00:00+00:00",
    ],
  },
  {
    what: "the 29th of February",
    pattern: "0 0 29 2 *",
    timezone: "UTC",
    after: "2096-03-01T00:00",
    fires: ["2104-02-29T00:00:00+00:00"],
  },
  {
    what: "the sixth field is the year, and then it is over",
    pattern: "0 6 1 1,7 * 2027-2028",
    timezone: "Europe/Berlin",
    after: "2026-01-01T00:00",
    fires: [
      "2027-01-01T06:00:00+01:00",
      "2027-07-01T06:00:00+02:00",
      "2028-01-01T06:00:00+01:00",
      "2028-07-01T06:00:00+02:00",
    ],
  },
  {
    what: "nicknames",
    pattern: "@Weekly",
    timezone: "Europe/Berlin",
    after: "2026-10-24T00:00",
    fires: ["2026-10-25T00:00:00+02:00", "2026-11-01T00:00:00+01:00"],
  },
];
