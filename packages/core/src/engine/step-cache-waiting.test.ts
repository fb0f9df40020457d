import { describe, expect, it } from "vitest";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import type { Duration } from "../model/duration.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

/** A body that waits until it is told how to end. */
function heldBody() {
  const calls: PromiseWithResolvers<unknown>[] = [];
  const body = () => {
    const call = Promise.withResolvers<unknown>();
    calls.push(call);
    return call.promise;
  };
  return { calls, body };
}

function flowOf(body: () => unknown, { retry = 1 } = {}) {
  return workflow("flow", (wf, key: string) => wf.step("load", body, { retry, cache: { key } }));
}

/** The same body in a branch that loses its race at `late`; its run goes on until `go`. */
function racingOf(body: () => unknown, { late, go }: { late: Duration; go: Promise<unknown> }) {
  return workflow("racing", async (wf) => {
    await wf.race({ load: () => wf.step("load", body, { cache: { key: "a" } }), late: wf.sleep(late) });
    await wf.step("more", () => go);
  });
}

describe("while one executes the body, the others wait", () => {
  const elsewhere = [
    ["in one engine", false],
    ["in two engines", true],
  ] as const;

  async function two(body: () => unknown, parts: { apart: boolean; host: VirtualHost; retry?: number }) {
    const { apart, host, retry = 1 } = parts;
    const store = memory();
    const flow = flowOf(body, { retry });
    const options = { store, workflows: [flow], host, worker: { runs: "own" as const } };
    const one = await openEngine(options);
    const other = apart ? await openEngine(options) : one;
    const first = await one.start(flow, "a");
    await quiet(host);
    const second = await other.start(flow, "a");
    await passMs(host, 5_000);
    return { first, second, one, other };
  }

  it.each(elsewhere)("%s, and get its value", async (_, apart) => {
    const host = virtualHost();
    const { calls, body } = heldBody();
    const { first, second } = await two(body, { apart, host });
    expect(calls).toHaveLength(1);
    expect((await second.status()).status).toMatch(/waiting|running/);
    calls[0]?.resolve("value");
    const since = host.now();
    const results = await passTime(host, Promise.all([first.result(), second.result()]));
    expect(results).toEqual(["value", "value"]);
    expect(host.now() - since, "in its own process a run hears of it at once").toBeLessThanOrEqual(apart ? 1_000 : 0);
    expect(calls).toHaveLength(1);
  });

  it.each(elsewhere)("%s, and the next one tries when it fails", async (_, apart) => {
    const host = virtualHost();
    const { calls, body } = heldBody();
    const { first, second } = await two(body, { apart, host });
    calls[0]?.reject(new Error("no"));
    await expect(passTime(host, first.result())).rejects.toMatchObject({ cause: { code: "step-failed" } });
    await passMs(host, 1_001);
    expect(calls).toHaveLength(2);
    calls[1]?.resolve("second");
    expect(await passTime(host, second.result())).toBe("second");
    await first.retry();
    expect(await passTime(host, first.result()), "a retry finds it").toBe("second");
    expect(calls).toHaveLength(2);
  });

  it.each(elsewhere)("%s, and the next one goes on when it is cancelled", async (_, apart) => {
    const host = virtualHost();
    const { calls, body } = heldBody();
    const { first, second } = await two(body, { apart, host });
    await first.cancel();
    await passMs(host, 11_000);
    expect(calls).toHaveLength(2);
    calls[1]?.resolve("second");
    expect(await passTime(host, second.result())).toBe("second");
  });

  it("a branch that has lost its race lets the others go on, though its run does", async () => {
    const host = virtualHost();
    const { calls, body } = heldBody();
    const go = Promise.withResolvers<void>();
    const racing = racingOf(body, { late: "1 min", go: go.promise });
    const flow = flowOf(body);
    const engine = await openEngine({ workflows: [racing, flow], host });
    const first = await engine.start(racing);
    await quiet(host);
    const second = await engine.start(flow, "a");
    await passMs(host, 59_000);
    expect(calls).toHaveLength(1);
    await passMs(host, 2_000);
    expect(calls).toHaveLength(2);
    calls[1]?.resolve("second");
    expect(await passTime(host, second.result())).toBe("second");
    go.resolve();
    await passTime(host, first.result());
  });

  it.each(["its run was cancelled", "its branch has lost its race"])(
    "what a body gives after %s is for nobody",
    async (why) => {
      const host = virtualHost();
      const { calls, body } = heldBody();
      const go = Promise.withResolvers<void>();
      const racing = racingOf(body, { late: "1 s", go: go.promise });
      const flow = flowOf(body);
      const engine = await openEngine({ workflows: [racing, flow], host });
      const first = why === "its run was cancelled" ? await engine.start(flow, "a") : await engine.start(racing);
      await quiet(host);
      const second = await engine.start(flow, "a");
      if (why === "its run was cancelled") await first.cancel();
      await passMs(host, 1_500);
      expect(calls).toHaveLength(2);
      calls[0]?.resolve("late");
      await passMs(host, 100);
      const third = await engine.start(flow, "a");
      await passMs(host, 2_000);
      calls[1]?.resolve("second");
      expect(await passTime(host, Promise.all([second.result(), third.result()]))).toEqual(["second", "second"]);
      expect(await passTime(host, engine.execute(flow, "a"))).toBe("second");
      expect(calls).toHaveLength(2);
      go.resolve();
    },
  );

  it("one attempt at a time, and a failed one lets another run try", async () => {
    const host = virtualHost();
    let executing = 0;
    let calls = 0;
    const body = async () => {
      expect(++executing).toBe(1);
      await new Promise<void>((resolve) => void host.timer(100, resolve));
      executing--;
      if (++calls < 5) throw new Error("not yet");
      return calls;
    };
    const flow = workflow("flow", (wf) =>
      wf.step("load", body, { retry: { maxAttempts: 9, initial: "1 ms", factor: 1 }, cache: { key: "a" } }),
    );
    const engine = await openEngine({ workflows: [flow], host });
    const runs = await Promise.all([1, 2, 3, 4].map(() => engine.start(flow)));
    const results = await passTime(host, Promise.all(runs.map((run) => run.result())));
    expect(results).toEqual([5, 5, 5, 5]);
    expect(calls).toBe(5);
  });

  it("no longer than totalTimeout", async () => {
    const host = virtualHost();
    const { calls, body } = heldBody();
    const hasty = workflow("hasty", (wf) =>
      wf.step("load", body, { totalTimeout: "10 s", cache: { key: "a" } }).catch((error) => error.cause.code),
    );
    const flow = flowOf(body);
    const engine = await openEngine({ workflows: [flow, hasty], host });
    const first = await engine.start(flow, "a");
    await quiet(host);
    expect(await passTime(host, engine.execute(hasty))).toBe("step-timeout");
    expect(calls).toHaveLength(1);
    calls[0]?.resolve("value");
    expect(await passTime(host, first.result())).toBe("value");
  });
});
