import { describe, expect, test } from "vitest";
import { readAirports } from "./airports.ts";
import { createAtlas } from "./atlas.ts";
import { type Flight, findFault } from "./check.ts";

const atlas = createAtlas(readAirports());
const minuteOf = (local: string) => Date.parse(`${local}Z`) / 60_000;
const fine: Flight = {
  minute: minuteOf("2001-03-05T14:20"),
  delay: 12,
  distance: 1_671,
  origin: "PHX",
  destination: "DTW",
};
const faultOf = (change: Partial<Flight>) => {
  const flight = { ...fine, ...change };
  return findFault(flight, atlas.route(flight.origin, flight.destination));
};

test("an ordinary flight has no fault", () => {
  expect(faultOf({})).toBeUndefined();
});

test.each<[Partial<Flight>, string]>([
  [{ minute: Number.NaN }, "missing-value"],
  [{ delay: Number.NaN }, "missing-value"],
  [{ distance: Number.NaN }, "missing-value"],
  [{ origin: "" }, "missing-value"],
  [{ destination: "" }, "missing-value"],
  [{ minute: minuteOf("2000-12-31T23:59") }, "outside-period"],
  [{ minute: minuteOf("2001-07-01T00:00") }, "outside-period"],
  [{ origin: "QQQ" }, "unknown-airport"],
  [{ destination: "QQQ" }, "unknown-airport"],
  [{ destination: "PHX", distance: 1 }, "same-airport"],
  [{ distance: 0 }, "impossible-distance"],
  [{ distance: -1_671 }, "impossible-distance"],
  [{ distance: 16_710 }, "impossible-distance"],
  [{ distance: 1_617 }, "distance-mismatch"],
])("%j is %s", (change, code) => {
  expect(faultOf(change)).toBe(code);
});

test("the period has its first and its last minute", () => {
  expect(faultOf({ minute: minuteOf("2001-01-01T00:00") })).toBeUndefined();
  expect(faultOf({ minute: minuteOf("2001-06-30T23:59") })).toBeUndefined();
});

describe("the hour that the clocks skipped", () => {
  const skipped = { minute: minuteOf("2001-04-01T02:10") };

  test("did not exist in California", () => {
    expect(faultOf({ ...skipped, origin: "LAX", destination: "MEM", distance: 1_619 })).toBe("nonexistent-time");
  });

  test("was an hour like any other in Arizona", () => {
    expect(faultOf(skipped)).toBeUndefined();
  });

  test("ends at three and begins at two", () => {
    const california = { origin: "LAX", destination: "MEM", distance: 1_619 };
    expect(faultOf({ ...california, minute: minuteOf("2001-04-01T01:59") })).toBeUndefined();
    expect(faultOf({ ...california, minute: minuteOf("2001-04-01T03:00") })).toBeUndefined();
  });
});

describe("early arrivals", () => {
  const burlingtonPortland = { origin: "BTV", destination: "PWM", distance: 153 };

  test("cannot be earlier than the flight is long", () => {
    expect(faultOf({ ...burlingtonPortland, delay: -50 })).toBe("landed-before-departure");
    expect(faultOf({ origin: "MIA", destination: "STL", distance: 1_068, delay: -1_116 })).toBe(
      "landed-before-departure",
    );
  });

  test("are welcome up to there", () => {
    expect(faultOf({ ...burlingtonPortland, delay: -49 })).toBeUndefined();
    expect(faultOf({ origin: "BOS", destination: "SFO", distance: 2_704, delay: -80 })).toBeUndefined();
  });
});

describe("a delay of about a day", () => {
  test.each(["23:30", "23:57", "00:00", "00:05"])("is a slipped date when it left at %s", (time) => {
    expect(faultOf({ minute: minuteOf(`2001-02-10T${time}`), delay: 1_429 })).toBe("date-slip");
  });

  test("is believed at other hours", () => {
    expect(faultOf({ minute: minuteOf("2001-02-10T07:19"), delay: 1_410 })).toBeUndefined();
  });

  test("is the only one that is doubted around midnight", () => {
    expect(faultOf({ minute: minuteOf("2001-02-10T23:57"), delay: 1_379 })).toBeUndefined();
    expect(faultOf({ minute: minuteOf("2001-02-10T23:57"), delay: 1_501 })).toBeUndefined();
  });
});
