import { describe, expect, it } from "vitest";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import { NonRetryableError, RetryAfter } from "../model/retry-signals.ts";
import type { StepFailed } from "../model/run-errors.ts";
import type { BodyContext } from "../operations/body-context.ts";
import type { StepOptions } from "../operations/step-options.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

// Invariant 18: recorded attempts ≤ maxAttempts, gaps ≥ backoff.

/** Runs one step and tells when its attempts began, in ms from the first. */
async function attemptsOf(body: (s: BodyContext) => unknown, options?: StepOptions) {
  const host = virtualHost();
  const begun: number[] = [];
  const one = workflow("one", (wf) =>
    wf.step(
      "s",
      (s) => {
        begun.push(host.now());
        return body(s);
      },
      options,
    ),
  );
  const engine = await openEngine({ workflows: [one], host });
  const handle = await engine.start(one);
  const outcome = await passTime(
    host,
    handle.result().catch((error) => error.cause as StepFailed),
  );
  const first = begun[0] ?? 0;
  return { outcome, at: begun.map((at) => at - first), journal: await handle.journal() };
}

const fails = (s: BodyContext): never => {
  throw new RangeError(`attempt ${s.attempt}`);
};

describe("a step that keeps failing", () => {
  it("is attempted four times by default, after 1, 2 and 4 s and at most half as much again", async () => {
    const { outcome, at, journal } = await attemptsOf(fails);
    expect(outcome).toMatchObject({ code: "step-failed", step: "s", attempts: 4, cause: { message: "attempt 4" } });
    expect(journal.map(({ kind, attempt }) => [kind, attempt])).toEqual([
      ["attempt", 1],
      ["attempt", 2],
      ["attempt", 3],
      ["step-failed", 4],
    ]);
    const gaps = at.slice(1).map((time, index) => time - (at[index] ?? 0));
    expect(gaps).toHaveLength(3);
    for (const [index, least] of [1_000, 2_000, 4_000].entries()) {
      expect(gaps[index]).toBeGreaterThanOrEqual(least);
      expect(gaps[index]).toBeLessThanOrEqual(least * 1.5 + 1);
    }
  });

  it.each([
    [{ retry: { maxAttempts: 3, initial: 100, factor: 3, jitter: 0 } }, [0, 100, 400]],
    [{ retry: { maxAttempts: 4, initial: 400, factor: 10, max: 500, jitter: 0 } }, [0, 400, 900, 1_400]],
    [{ retry: { maxAttempts: 2, initial: 5_000, jitter: 0 } }, [0, 5_000]],
    [{ retry: false as const }, [0]],
    [{ retry: 1 }, [0]],
  ])("with %o begins attempts at %o", async (options, expected) => {
    expect((await attemptsOf(fails, options)).at).toEqual(expected);
  });

  it("waits at the same moments again when its run is the same (jitter comes from the seed)", async () => {
    const one = await attemptsOf(fails);
    const other = await attemptsOf(fails);
    // One seed of randomness, one history.
    expect(other.at).toEqual(one.at);
    expect(one.at.slice(1)).not.toEqual([1_000, 3_000, 7_000]);
  });
});

describe("a step that succeeds at last", () => {
  it("gives its value, and its failures stay in the journal", async () => {
    const { outcome, journal } = await attemptsOf((s) => (s.attempt < 3 ? fails(s) : "value"));
    expect(outcome).toBe("value");
    expect(journal.map(({ kind }) => kind)).toEqual(["attempt", "attempt", "step"]);
    expect(journal[0]?.value).toMatchObject({ error: { name: "RangeError", message: "attempt 1" } });
  });
});

const beatsBadly = (s: BodyContext): Error => {
  s.heartbeat(() => 1);
  return new RangeError("x");
};

describe("an error decides what follows", () => {
  it.each([
    ["NonRetryableError", () => new NonRetryableError("no"), undefined, [0]],
    [
      "RetryAfter",
      (n: number) => (n === 1 ? new RetryAfter("10 s") : new RetryAfter(20)),
      { retry: 3 },
      [0, 10_000, 10_020],
    ],
    ["retryIf that says no", () => new RangeError("x"), { retry: { retryIf: () => false } }, [0]],
    [
      "retryIf by number",
      () => new RangeError("x"),
      { retry: { initial: 10, jitter: 0, retryIf: (_: unknown, n: number) => n < 2 } },
      [0, 10],
    ],
    [
      "retryIf that throws",
      () => new RangeError("x"),
      { retry: { retryIf: () => fails({ attempt: 9 } as BodyContext) } },
      [0],
    ],
  ])("%s", async (_, error, options, expected) => {
    const { at, outcome } = await attemptsOf((s) => {
      throw error(s.attempt);
    }, options);
    expect(at).toEqual(expected);
    expect(outcome).toMatchObject({ code: "step-failed", attempts: expected.length });
  });

  it.each([
    ["that cannot be kept", () => () => 1],
    ["that is too large", () => new RangeError("x".repeat(2 ** 21))],
  ])("one %s is retried like any other", async (_, thrown) => {
    const { at, outcome } = await attemptsOf(
      () => {
        throw thrown();
      },
      { retry: { maxAttempts: 3, initial: 100, jitter: 0 } },
    );
    expect(at).toEqual([0, 100, 300]);
    expect(outcome).toMatchObject({ code: "step-failed", attempts: 3 });
  });

  it("a heartbeat with data that cannot be kept fails the body at once; a repetition would not mend it", async () => {
    const { at, outcome } = await attemptsOf(
      (s) => {
        throw beatsBadly(s);
      },
      { retry: { maxAttempts: 3, initial: 100, jitter: 0 } },
    );
    expect(at).toEqual([0]);
    expect(outcome).toMatchObject({ code: "step-failed", attempts: 1, cause: { code: "unserialisable-value" } });
  });

  it("RetryAfter does not make more attempts than there are", async () => {
    const { journal } = await attemptsOf(
      () => {
        throw new RetryAfter(1);
      },
      { retry: 2 },
    );
    expect(journal.map(({ kind }) => kind)).toEqual(["attempt", "step-failed"]);
  });
});

describe("a retry whose process goes away", () => {
  const policy: StepOptions = { retry: { maxAttempts: 3, initial: "1 min", jitter: 0 } };
  async function untilSecondWait(host: VirtualHost) {
    const machine = new Machine(memory(), host);
    const attempts: number[] = [];
    const one = workflow("one", (wf) =>
      wf.step(
        "s",
        (s) => {
          attempts.push(s.attempt);
          if (s.attempt < 3) fails(s);
          return "third";
        },
        policy,
      ),
    );
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [one] });
    await engine.start(one, undefined, { id: "r" });
    for (let n = 0; n < 500 && attempts.length < 2; n++) {
      await host.settled();
      host.advance(500);
    }
    await host.settled();
    return { machine, first, engine, one, attempts };
  }

  it.each(["killed", "closed"])("goes on at the right attempt and not before its time (%s)", async (how) => {
    const host = virtualHost();
    const { machine, first, engine, one, attempts } = await untilSecondWait(host);
    expect(attempts).toEqual([1, 2]);
    if (how === "closed") await passTime(host, engine.close());
    else first.kill();
    const since = host.now();
    const next = await openEngine({ ...machine.process().parts, workflows: [one] });
    expect(await passTime(host, next.handle("r").result())).toBe("third");
    expect(attempts).toEqual([1, 2, 3]);
    expect(host.now() - since).toBeGreaterThanOrEqual(58_000);
    expect(host.now() - since).toBeLessThanOrEqual(62_000);
  });
});
