import { expect, test } from "vitest";
import { count, dayName, lateShare, meanDelay, minutes, percent } from "./figures.ts";

test("numbers are written for people", () => {
  expect(count(2_999_920)).toBe("2,999,920");
  expect(percent(0.20021)).toBe("20.0 %");
  expect(percent(0.416, 0)).toBe("42 %");
  expect(minutes(-3.44)).toBe("−3.4 min");
  expect(dayName("2001-02-25")).toBe("25 February");
  expect(dayName("2001-02-25", "weekday")).toBe("Sunday, 25 February");
});

test("where nothing flew, nothing was late", () => {
  expect(lateShare([0, 0, 0, 5])).toBe(0);
  expect(meanDelay([0, 0, 0, 5])).toBe(0);
  expect(lateShare([4, 100, 1, 0])).toBe(0.25);
  expect(meanDelay([4, 100, 1, 0])).toBe(25);
});
