import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { BodyContext } from "../operations/body-context.ts";
import type { StepOptions } from "../operations/step-options.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

/** A body that goes on until it is told to stop. */
async function obeys(s: BodyContext): Promise<never> {
  throw await new Promise((resolve) => s.abortSignal.addEventListener("abort", () => resolve(s.abortSignal.reason)));
}

async function run(body: (s: BodyContext) => unknown, options: StepOptions) {
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
  const start = host.now();
  const outcome = await passTime(
    host,
    engine.execute(one).catch((error) => error.cause),
  );
  return { host, outcome, tookMs: host.now() - start, begun: begun.map((at) => at - start) };
}

describe("timeout", () => {
  it("is seen by a body that asks for its signal only afterwards", async () => {
    const seen: boolean[] = [];
    const late = Promise.withResolvers<void>();
    const body = async (s: BodyContext) => {
      await late.promise;
      seen.push(s.abortSignal.aborted);
    };
    await run(body, { timeout: 100, retry: false });
    late.resolve();
    await late.promise;
    expect(seen).toEqual([true]);
  });

  it("ends an attempt, tells its body why, and the next attempt follows", async () => {
    const reasons: unknown[] = [];
    const body = async (s: BodyContext) => {
      if (s.attempt === 2) return "in time";
      return await obeys(s).catch((reason) => reasons.push(reason));
    };
    const { outcome, begun } = await run(body, { timeout: "5 s", retry: { initial: 100, jitter: 0 } });
    expect(outcome).toBe("in time");
    expect(begun).toEqual([0, 5_100]);
    expect(reasons).toMatchObject([{ code: "step-timeout", facts: { which: "timeout", timeoutMs: 5_000 } }]);
  });

  it("of the last attempt fails the step, also when the body never stops", async () => {
    const { outcome, tookMs } = await run(() => new Promise(() => {}), { timeout: "5 s", retry: false });
    expect(outcome).toMatchObject({ code: "step-failed", attempts: 1, cause: { code: "step-timeout" } });
    expect(tookMs).toBe(5_000);
  });

  it("what a body gives after its time is not taken", async () => {
    const first = Promise.withResolvers<string>();
    const body = (s: BodyContext) => {
      if (s.attempt === 1) return first.promise;
      first.resolve("late");
      return "second";
    };
    const { outcome } = await run(body, { timeout: 1_000, retry: { initial: 1, jitter: 0 } });
    expect(outcome).toBe("second");
  });
});

describe("totalTimeout", () => {
  it("ends the attempt that is executing", async () => {
    const { outcome, tookMs } = await run(obeys, { totalTimeout: "7 s" });
    expect(outcome).toMatchObject({
      code: "step-failed",
      cause: { code: "step-timeout", facts: { which: "totalTimeout" } },
    });
    expect(tookMs).toBe(7_000);
  });

  it("covers waits between attempts: one that would begin too late is not waited for", async () => {
    const body = () => {
      throw new RangeError("x");
    };
    const { outcome, begun, tookMs } = await run(body, {
      totalTimeout: "7 s",
      retry: { maxAttempts: 9, initial: "3 s", factor: 2, jitter: 0 },
    });
    expect(begun).toEqual([0, 3_000]);
    expect(tookMs).toBe(3_000);
    expect(outcome).toMatchObject({ code: "step-failed", attempts: 2, cause: { message: "x" } });
  });

  it("counts the time in which no process was there", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const bodies: number[] = [];
    const one = workflow("one", (wf) =>
      wf.step(
        "s",
        (s) => {
          bodies.push(s.attempt);
          return obeys(s);
        },
        { totalTimeout: "1 min" },
      ),
    );
    const first = machine.process();
    const engine = await openEngine({ ...first.parts, workflows: [one] });
    await engine.start(one, undefined, { id: "r" });
    await passMs(host, 10_000);
    first.kill();
    host.advance(120_000);
    const next = await openEngine({ ...machine.process().parts, workflows: [one] });
    await expect(passTime(host, next.handle("r").result())).rejects.toMatchObject({
      cause: { code: "step-failed", cause: { code: "step-timeout", facts: { which: "totalTimeout" } } },
    });
    expect(bodies).toEqual([1]);
  });
});

describe("heartbeatTimeout", () => {
  it("lets a body live that says so, and ends one that falls silent; the next gets its last data", async () => {
    const seen: unknown[] = [];
    const body = async (s: BodyContext) => {
      seen.push(s.lastHeartbeat);
      if (s.attempt === 3) return "done";
      for (let n = 1; n <= 3; n++) {
        s.heartbeat({ attempt: s.attempt, n });
        await sleeping(900);
      }
      return await obeys(s);
    };
    const host = virtualHost();
    const sleeping = (ms: number) => new Promise<void>((resolve) => void host.timer(ms, resolve));
    const one = workflow("one", (wf) =>
      wf.step("s", body, { heartbeatTimeout: "1 s", retry: { initial: 1, jitter: 0 } }),
    );
    const engine = await openEngine({ workflows: [one], host });
    const handle = await engine.start(one);
    expect(await passTime(host, handle.result())).toBe("done");
    expect(seen).toEqual([undefined, { attempt: 1, n: 3 }, { attempt: 2, n: 3 }]);
    expect((await handle.journal()).map(({ value }) => (value as { error?: { code: string } }).error?.code)).toEqual([
      "heartbeat-timeout",
      "heartbeat-timeout",
      undefined,
    ]);
  });

  it("an attempt that says nothing leaves the data of the one before", async () => {
    const seen: unknown[] = [];
    const body = (s: BodyContext) => {
      seen.push(s.lastHeartbeat);
      if (s.attempt === 1) s.heartbeat("page 7");
      if (s.attempt < 3) throw new RangeError("x");
    };
    await run(body, { retry: { initial: 1, jitter: 0 } });
    expect(seen).toEqual([undefined, "page 7", "page 7"]);
  });
});

describe("a limit", () => {
  it.each([
    ["timeout", 0],
    ["timeout", -1],
    ["totalTimeout", Number.NaN],
    ["heartbeatTimeout", "soon"],
    ["timeout", Infinity],
  ])("%s of %s is refused, naming the step and the option", async (option, value) => {
    const { outcome } = await run(() => 1, { [option]: value } as StepOptions);
    expect(outcome).toMatchObject({
      code: "invalid-duration",
      message: expect.stringContaining(`step "s", ${option}`),
    });
  });
});
