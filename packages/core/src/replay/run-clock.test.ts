import { describe, expect, test } from "vitest";
import { RunClock } from "./run-clock.ts";

describe("a run's clock", () => {
  test("begins with the run, and each reading is later than all before", () => {
    const clock = new RunClock(1_000);
    expect([clock.now(), clock.now(), clock.now()]).toEqual([1_000, 1_001, 1_002]);
  });

  test("follows what was delivered, and never goes back", () => {
    const clock = new RunClock(1_000);
    clock.delivered(5_000);
    expect(clock.now()).toBe(5_000);
    clock.delivered(2_000);
    expect(clock.now()).toBe(5_001);
  });

  test("an earlier moment that is delivered late changes nothing, also before any reading", () => {
    const clock = new RunClock(1_000);
    clock.delivered(5_000);
    clock.delivered(2_000);
    expect(clock.peek()).toBe(5_000);
  });

  test("looking is not reading: due times count from the present moment", () => {
    const clock = new RunClock(1_000);
    expect([clock.peek(), clock.peek(), clock.now()]).toEqual([1_000, 1_000, 1_000]);
    clock.now();
    expect(clock.peek()).toBe(1_001);
    clock.delivered(1_000);
    expect(clock.peek()).toBe(1_001);
  });
});
