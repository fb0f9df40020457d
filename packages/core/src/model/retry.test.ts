import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CoreErrorCode, failure } from "./errors.ts";
import { backoffMs, defaultRetry, isRetryable, type RetryOptions, resolveRetry } from "./retry.ts";
import { NonRetryableError, RetryAfter } from "./retry-signals.ts";

const where = 'step "charge"';
const resolve = (options: RetryOptions | undefined, base = defaultRetry) => resolveRetry(options, base, where);

describe("retry options", () => {
  test("are 4 attempts, from 1 s, doubling, at most 60 s, with half of it added by chance", () => {
    expect(resolve(undefined)).toEqual({ maxAttempts: 4, initialMs: 1_000, factor: 2, maxMs: 60_000, jitter: 0.5 });
  });

  test("left out come from the base, those given win", () => {
    const retryIf = () => true;
    const base = resolve({ maxAttempts: 9, initial: "2s", factor: 3, max: "5 min", jitter: 0, retryIf });
    expect(base).toEqual({ maxAttempts: 9, initialMs: 2_000, factor: 3, maxMs: 300_000, jitter: 0, retryIf });
    expect(resolve({ factor: 1 }, base)).toEqual({ ...base, factor: 1 });
    expect(resolve({}, base)).toEqual(base);
  });

  test("may be a number of attempts, or false", () => {
    expect(resolve(7)).toEqual({ ...defaultRetry, maxAttempts: 7 });
    expect(resolve(Number.POSITIVE_INFINITY).maxAttempts).toBe(Number.POSITIVE_INFINITY);
    expect(resolve(false)).toEqual({ ...defaultRetry, maxAttempts: 1 });
  });

  test("a default wait gives way to the one that is given", () => {
    expect(resolve({ initial: "2 min" })).toMatchObject({ initialMs: 120_000, maxMs: 120_000 });
    expect(resolve({ max: "100ms" })).toMatchObject({ initialMs: 100, maxMs: 100 });
  });

  test.each([
    [{ maxAttempts: 0 }, "retry.maxAttempts"],
    [{ maxAttempts: 1.5 }, "retry.maxAttempts"],
    [{ maxAttempts: Number.NaN }, "retry.maxAttempts"],
    [{ maxAttempts: "3" }, "retry.maxAttempts"],
    [0, "retry.maxAttempts"],
    [-1, "retry.maxAttempts"],
    [{ factor: 0.5 }, "retry.factor"],
    [{ factor: Number.POSITIVE_INFINITY }, "retry.factor"],
    [{ factor: "2" }, "retry.factor"],
    [{ jitter: -0.1 }, "retry.jitter"],
    [{ jitter: 1.1 }, "retry.jitter"],
    [{ jitter: "0" }, "retry.jitter"],
    [{ initial: "soon" }, "retry.initial"],
    [{ max: -1 }, "retry.max"],
    [{ initial: "10s", max: "5s" }, "retry.max"],
    [{ retryIf: true }, "retry.retryIf"],
    [{ retries: 3 }, "retry.retries"],
    [{ toString: 3 }, "retry.toString"],
    [true, "retry"],
    [null, "retry"],
    ["3", "retry"],
    [[3], "retry"],
  ])("%o is refused, naming %s", (options, option) => {
    expect(() => resolve(options as RetryOptions)).toThrow(
      expect.objectContaining({ code: "invalid-option", facts: expect.objectContaining({ where, option }) }),
    );
  });
});

test.each([
  [{ maxAttempts: 0 }, "must be a whole number from 1, or Infinity"],
  [{ factor: 0.5 }, "must be a number from 1"],
  [{ jitter: 2 }, "must be from 0 to 1"],
  [{ retryIf: true }, "must be a function"],
  [{ initial: "10s", max: "5s" }, "is 5000 ms, less than the first wait of 10000 ms"],
  [{ initial: "soon" }, "is not a duration: cannot read"],
  [null, "must be an object, a number of attempts, or false"],
  [true, "must be an object, a number of attempts, or false"],
])("%o is refused with why: %s", (options, problem) => {
  expect(() => resolve(options as RetryOptions)).toThrow(problem);
});

test("one attempt is the least, and a policy without retryIf has none", () => {
  expect(resolve({ maxAttempts: 1 })).toEqual({ ...defaultRetry, maxAttempts: 1 });
  expect(resolve({ factor: 3 })).not.toHaveProperty("retryIf");
});

describe("the wait after a failed attempt", () => {
  test("doubles from 1 s to 60 s, and chance adds up to half", () => {
    const waits = [1, 2, 3, 6, 7, 8, 5_000].map((attempt) => backoffMs(defaultRetry, attempt, 0));
    expect(waits).toEqual([1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
    expect(backoffMs(defaultRetry, 3, 0.5)).toBe(5_000);
    expect(backoffMs(defaultRetry, 7, 0.999_999)).toBe(90_000);
  });

  test("is nothing when the first wait is nothing", () => {
    expect(backoffMs({ ...defaultRetry, initialMs: 0 }, 5_000, 0.5)).toBe(0);
  });

  test("invariant 18: is never less than without jitter, never more than all of it, and never shrinks", () => {
    const policies = fc
      .record({
        initial: fc.nat(100_000),
        factor: fc.double({ min: 1, max: 10, noNaN: true }),
        max: fc.nat(1e9),
        jitter: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .filter(({ initial, max }) => initial <= max)
      .map((options) => resolve(options));
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    const property = fc.property(policies, fc.integer({ min: 1, max: 2_000 }), chance, (policy, attempt, u) => {
      const plain = backoffMs(policy, attempt, 0);
      const wait = backoffMs(policy, attempt, u);
      expect(plain).toBeGreaterThanOrEqual(policy.initialMs);
      expect(plain).toBeLessThanOrEqual(policy.maxMs);
      expect(backoffMs(policy, attempt + 1, 0)).toBeGreaterThanOrEqual(plain);
      expect(wait).toBeGreaterThanOrEqual(plain);
      expect(wait).toBeLessThanOrEqual(Math.ceil((plain + 1) * (1 + policy.jitter)));
      expect(Number.isSafeInteger(wait)).toBe(true);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test("attempts and chance out of bounds are our own mistake", () => {
    for (const [attempt, u] of [
      [0, 0],
      [1, 1],
      [1, -0.1],
      [1, Number.NaN],
    ] as const)
      expect(() => backoffMs(defaultRetry, attempt, u)).toThrow(expect.objectContaining({ code: "broken-invariant" }));
  });
});

describe("an error", () => {
  const facts = {
    where: "",
    path: "",
    problem: "",
    bytes: 1,
    limitBytes: 1,
    what: "",
    issues: [],
    id: "",
    reason: "",
    operation: "",
    step: "",
  };
  const made = (code: CoreErrorCode) => failure(code, { ...facts, timeoutMs: 1, which: "" } as never);

  test.each([
    "unserialisable-value",
    "value-too-large",
    "schema-mismatch",
    "run-cancelled",
    "nested-operation",
  ] as const)("with code %s is final", (code) => expect(isRetryable(made(code))).toBe(false));

  test("of any other kind may be retried", () => {
    const errors = [
      new Error("x"),
      new TypeError("x"),
      made("step-timeout"),
      new RetryAfter(1),
      "text",
      undefined,
      null,
      { name: "NonRetryableError" },
    ];
    expect(errors.map(isRetryable)).toEqual(errors.map(() => true));
  });

  test("that a user gave the code of ours by chance may be retried", () => {
    expect(isRetryable(Object.assign(new Error("x"), { code: "run-cancelled" }))).toBe(true);
  });

  test("is final if it is a NonRetryableError, a subclass, or one of another copy of the package", () => {
    class Rejected extends NonRetryableError {
      override readonly name = "Rejected";
    }
    const foreign = Object.assign(new Error("x"), { name: "NonRetryableError" });
    for (const error of [new NonRetryableError("x"), new Rejected("x"), foreign])
      expect(isRetryable(error)).toBe(false);
  });
});

describe("signals", () => {
  test("NonRetryableError keeps message and cause", () => {
    const error = new NonRetryableError("nobody approved it", { cause: 5 });
    expect(error).toMatchObject({ name: "NonRetryableError", message: "nobody approved it", cause: 5 });
  });

  test("RetryAfter says when, and keeps message and cause", () => {
    expect(new RetryAfter("90 s")).toMatchObject({
      name: "RetryAfter",
      afterMs: 90_000,
      message: "retry after 90000 ms",
    });
    expect(new RetryAfter(1, { message: "busy", cause: 503 })).toMatchObject({ message: "busy", cause: 503 });
    expect(Object.hasOwn(new RetryAfter(1), "cause")).toBe(false);
    expect(() => new RetryAfter("soon")).toThrow(expect.objectContaining({ code: "invalid-duration" }));
  });
});
