import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { limits } from "../model/limits.ts";
import { timerAt } from "./timer-at.ts";

// A timer for an instant of the wall clock, which may jump: nothing is due before that clock shows it.

function timer(inMs: number) {
  const host = virtualHost();
  const due: number[] = [];
  const at = host.now() + inMs;
  const { cancel } = timerAt(host, at, () => due.push(host.now() - at));
  return { host, due, cancel };
}

it("goes off at its instant, once, and leaves nothing behind", () => {
  const { host, due } = timer(1_000);
  host.advance(999);
  expect(due).toEqual([]);
  host.advance(1);
  expect(due).toEqual([0]);
  expect(host.pendingTimers()).toBe(0);
  host.advance(5 * limits.leaseMs);
  expect(due).toEqual([0]);
});

it("of an instant that is over goes off at once, not within the call", () => {
  const { host, due } = timer(-5_000);
  expect(due).toEqual([]);
  host.advance(0);
  expect(due).toEqual([5_000]);
});

it("does not go off while the clock, put back, does not show it", () => {
  const { host, due } = timer(1_000);
  host.jump(-10_000);
  host.advance(10_999);
  expect(due).toEqual([]);
  host.advance(1);
  expect(due).toEqual([0]);
  expect(host.pendingTimers()).toBe(0);
});

it("that is far away goes off within a lease of a clock that was put forward", () => {
  const { host, due } = timer(10 * limits.leaseMs);
  host.advance(1);
  host.jump(20 * limits.leaseMs);
  host.advance(limits.leaseMs - 1);
  host.advance(0);
  expect(due).toHaveLength(1);
  expect(host.pendingTimers()).toBe(0);
});

it("looks at the clock in between only when it is further away than a lease, and nobody waits for that", () => {
  expect(timer(limits.leaseMs).host.pendingTimers()).toBe(1);
  const { host, due } = timer(limits.leaseMs + 1);
  expect(host.pendingTimers()).toBe(2);
  expect(host.leap()).toBe(true);
  expect(due).toEqual([0]);
  expect(host.leap()).toBe(false);
});

it("does not go off when it is cancelled, wherever it is", () => {
  for (const inMs of [1_000, 10 * limits.leaseMs]) {
    const { host, due, cancel } = timer(inMs);
    if (inMs > limits.leaseMs) host.advance(limits.leaseMs);
    cancel();
    expect(host.pendingTimers()).toBe(0);
    host.advance(20 * limits.leaseMs);
    expect(due).toEqual([]);
  }
});
