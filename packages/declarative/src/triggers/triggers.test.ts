import { describe, expect, test } from "vitest";
import type { Trigger } from "../definition/trigger.ts";
import { Triggers } from "./triggers.ts";

const at = "etl.yml:5";
const nightly: Trigger = { type: "cron", cron: "0 2 * * *", at };
const mondays: Trigger = { type: "cron", cron: "0 9 * * 1", timezone: "America/New_York", at };
const iso = (dates: readonly { at: Date }[]): string[] => dates.map((one) => one.at.toISOString());

describe("schedules of several zones", () => {
  const on = new Triggers([nightly, mondays, { type: "manual", at }]);

  test("fire in one order of time, each in its own zone", () => {
    expect(iso(on.upcoming(4, new Date("2026-11-22T00:00Z")))).toEqual([
      "2026-11-22T02:00:00.000Z",
      "2026-11-23T02:00:00.000Z",
      "2026-11-23T14:00:00.000Z",
      "2026-11-24T02:00:00.000Z",
    ]);
    expect(on.next(new Date("2026-11-23T02:00Z"))?.toISOString()).toBe("2026-11-23T14:00:00.000Z");
    expect(on.previous(new Date("2026-11-24T02:00Z"))?.toISOString()).toBe("2026-11-23T14:00:00.000Z");
    expect(on.schedules.map(({ cron }) => cron.timezone)).toEqual(["UTC", "America/New_York"]);
  });

  test("that meet in a minute are one firing, which names both", () => {
    const noon: Trigger = { type: "cron", cron: "0 12 * * *", at: "etl.yml:6" };
    const there: Trigger = { type: "cron", cron: "0 13 * * *", timezone: "Europe/Berlin", at: "etl.yml:7" };
    const both = new Triggers([noon, there]).upcoming(2, new Date("2026-11-22T00:00Z"));
    expect(both).toEqual([
      { at: new Date("2026-11-22T12:00Z"), triggers: [noon, there] },
      { at: new Date("2026-11-23T12:00Z"), triggers: [noon, there] },
    ]);
  });

  test("go by the workflow's zone where they name none", () => {
    const berlin = new Triggers([nightly, mondays], { timezone: "Europe/Berlin" });
    expect(berlin.next(new Date("2026-06-01T00:30Z"))?.toISOString()).toBe("2026-06-01T13:00:00.000Z");
    expect(berlin.next(new Date("2026-06-01T00:00Z"))?.toISOString()).toBe("2026-06-01T13:00:00.000Z");
    expect(berlin.next(new Date("2026-05-31T23:59Z"))?.toISOString()).toBe("2026-06-01T00:00:00.000Z");
  });

  test("end when each of them has ended", () => {
    const once = (year: number): Trigger => ({ type: "cron", cron: `0 0 1 1 * ${year}`, at });
    const on = new Triggers([once(2028), once(2027)]);
    expect(iso(on.upcoming(9, new Date("2026-01-01")))).toEqual([
      "2027-01-01T00:00:00.000Z",
      "2028-01-01T00:00:00.000Z",
    ]);
    expect(on.next(new Date("2028-01-01T00:00Z"))).toBeUndefined();
    expect(on.previous(new Date("2027-01-01T00:00Z"))).toBeUndefined();
  });

  test("are refused when nobody has checked them", () => {
    expect(() => new Triggers([{ ...nightly, cron: "0 25 * * *" }])).toThrow(
      expect.objectContaining({ code: "invalid-cron" }),
    );
  });
});

test("without schedules there is no next time, and a release may have any", () => {
  const on = new Triggers([{ type: "manual", at }]);
  expect([on.manual, on.next(new Date(0)), on.previous(new Date(0))]).toEqual([true, undefined, undefined]);
  expect(on.upcoming(3, new Date(0))).toEqual([]);
  expect(on.releaseMinute(new Date("2026-11-22T02:03:04.567Z"))).toEqual(new Date("2026-11-22T02:03Z"));
  expect(new Triggers([]).manual).toBe(false);
});

describe("a release", () => {
  const on = new Triggers([nightly, mondays]);

  test("is named by its minute, of any of the schedules", () => {
    expect(on.releaseMinute(new Date("2026-11-22T02:00:59.999Z"))).toEqual(new Date("2026-11-22T02:00Z"));
    expect(on.releaseMinute(new Date("2026-11-23T14:00:00Z"))).toEqual(new Date("2026-11-23T14:00Z"));
  });

  test("at another time is refused, with the times around it", () => {
    expect(() => on.releaseMinute(new Date("2026-11-23T02:01Z"))).toThrow(
      expect.objectContaining({
        code: "not-a-release-time",
        message: "no schedule fires at 2026-11-23T02:01:00.000Z",
        hint: "the times around it are 2026-11-23T02:00:00.000Z and 2026-11-23T14:00:00.000Z; type force releases at any time",
      }),
    );
    expect(() => on.releaseMinute(new Date(Number.NaN))).toThrow(
      expect.objectContaining({ code: "not-a-release-time" }),
    );
  });

  test("in a gap of the clock is that of the gap's end", () => {
    const early = new Triggers([{ ...nightly, cron: "30 2 * * *", timezone: "Europe/Berlin" }]);
    expect(early.releaseMinute(new Date("2026-03-29T01:00Z"))).toEqual(new Date("2026-03-29T01:00Z"));
    expect(() => early.releaseMinute(new Date("2026-03-29T01:30Z"))).toThrow();
  });
});

describe("what happens elsewhere", () => {
  const after: Trigger = { type: "workflow", workflow: "extract", status: ["SUCCESS", "SKIP"], at };
  const late: Trigger = { type: "workflow", workflow: "extract", status: ["FAILED"], at: "etl.yml:9" };
  const arrived: Trigger = { type: "event", event: "file-arrived", match: "event.size > 0", at };
  const hook: Trigger = { type: "webhook", path: "/hooks/orders", at };
  const on = new Triggers([after, late, arrived, hook, nightly]);

  test("starts it when it is the workflow, and the end, that it waits for", () => {
    expect(on.afterRun({ workflow: "extract", status: "SKIP" })).toBe(after);
    expect(on.afterRun({ workflow: "extract", status: "FAILED" })).toBe(late);
    expect(on.afterRun({ workflow: "extract", status: "CANCEL" })).toBeUndefined();
    expect(on.afterRun({ workflow: "load", status: "SUCCESS" })).toBeUndefined();
  });

  test("starts it by the name of an event, or the path of a call", () => {
    expect(on.onEvent("file-arrived")).toEqual([arrived]);
    expect(on.onEvent("file")).toEqual([]);
    for (const path of ["/hooks/orders", "hooks/orders/"]) expect(on.onWebhook(path)).toBe(hook);
    expect(on.onWebhook("/hooks")).toBeUndefined();
  });
});
