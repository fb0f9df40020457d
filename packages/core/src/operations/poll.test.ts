import { describe, expect, it } from "vitest";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import { memory } from "../store/memory/memory.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";
import { workflow } from "./workflow.ts";

/** Polls every minute until it has been tried `enough` times; notes when each try was. */
function polling(host: VirtualHost, enough: number, options: { timeout?: string } = {}) {
  const tries: number[] = [];
  const begun = host.now();
  const flow = workflow("flow", (wf) =>
    wf.poll("ready", () => tries.push(host.now() - begun), {
      every: "1 min",
      until: (n) => n >= enough,
      ...options,
    }),
  );
  return { flow, tries };
}

const always = (): boolean => true;

describe("wf.poll", () => {
  it("is one entry, not one per try, and gives the value that satisfied until", async () => {
    const host = virtualHost();
    const { flow, tries } = polling(host, 3);
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    expect(await passTime(host, run.result())).toBe(3);
    expect(tries.map((at) => Math.round(at / 60_000))).toEqual([0, 1, 2]);
    expect((await run.journal()).map(({ kind, op, value }) => [kind, op, value])).toEqual([["step", "ready", 3]]);
  });

  it("between tries the run waits on disk, and says for what", async () => {
    const host = virtualHost();
    const { flow } = polling(host, 3);
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await passMs(host, 10_000);
    expect(await run.status()).toMatchObject({ status: "waiting", why: 'waits for the next try of "ready", in 50.0s' });
  });

  it("tries less than a second apart stay in memory", async () => {
    let tries = 0;
    const flow = workflow("flow", (wf) => wf.poll("ready", () => ++tries, { every: 2, until: (n) => n >= 5 }));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    expect(await run.result()).toBe(5);
  });

  it("after a crash it tries at once", async () => {
    const host = virtualHost();
    const { flow, tries } = polling(host, 2);
    const machine = new Machine(memory(), host);
    const first = machine.process();
    await (await openEngine({ ...first.parts, workflows: [flow] })).start(flow, undefined, { id: "r" });
    await quiet(host);
    // It waits by now: nobody holds it, and its time is kept in its row.
    first.kill();
    const next = await openEngine({ ...machine.process().parts, workflows: [flow] });
    expect(await passTime(host, next.handle("r").result())).toBe(2);
    expect(tries).toHaveLength(2);
  });

  it("its timeout ends it as totalTimeout ends a step, also while it waits", async () => {
    const host = virtualHost();
    const { flow, tries } = polling(host, 99, { timeout: "150 s" });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await expect(passTime(host, run.result())).rejects.toMatchObject({
      cause: { code: "step-failed", step: "ready", cause: { code: "step-timeout", facts: { timeoutMs: 150_000 } } },
    });
    expect(tries).toHaveLength(3);
    expect(host.now() - (await run.status()).createdAt.getTime()).toBeLessThan(152_000);
  });

  it("an error of fn or until counts as the retry policy says", async () => {
    const host = virtualHost();
    let tries = 0;
    const flow = workflow("flow", (wf) =>
      wf.poll(
        "ready",
        () => {
          if (++tries === 1) throw new RangeError("one");
          return tries;
        },
        {
          every: "1 min",
          until: (n) => {
            if (n === 3) throw new RangeError("three");
            return n >= 4;
          },
          retry: { maxAttempts: 3 },
        },
      ),
    );
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    expect(await passTime(host, run.result())).toBe(4);
    expect((await run.journal()).map(({ kind, attempt }) => [kind, attempt])).toEqual([
      ["attempt", 1],
      ["attempt", 2],
      ["step", 3],
    ]);
  });

  it("one that is given up tries no more", async () => {
    const host = virtualHost();
    const tries: number[] = [];
    const flow = workflow("flow", async (wf) => {
      const asked = wf.poll("ready", () => tries.push(1), { every: "1 min", until: () => false });
      const { winner } = await wf.race({ asked, sleep: wf.sleep("90 s") });
      await wf.sleep("10 min");
      return winner;
    });
    const engine = await openEngine({ workflows: [flow], host });
    expect(await passTime(host, engine.execute(flow))).toBe("sleep");
    expect(tries).toHaveLength(2);
  });

  it.each([
    [{ until: always }, "invalid-duration"],
    [{ every: 0, until: always }, "invalid-duration"],
    [{ every: "1 s" }, "invalid-option"],
    [{ every: "1 s", until: always, times: 3 }, "invalid-option"],
    [undefined, "invalid-option"],
  ])("refuses %j", async (options, code) => {
    const flow = workflow("flow", (wf) => wf.poll("p", () => 1, options as never));
    const engine = await openEngine({ workflows: [flow] });
    await expect(engine.execute(flow)).rejects.toMatchObject({ cause: { code } });
  });

  it("a crash at any commit: the value is recorded once, and nothing is tried after it", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          let tries = 0;
          return [
            workflow("flow", async (wf) => {
              const ready = await wf.poll("ready", () => ++tries, { every: "5 s", until: (n) => n >= 3 });
              await wf.step("after", () => note("after"));
              return ready >= 3;
            }),
          ];
        },
        drive: async (engine) => (await engine.start("flow", undefined, { id: "r" })).result(),
      },
      (outcome, _, where) => expect(outcome.result, where).toBe(true),
    );
    expect(crashes).toBeGreaterThan(5);
  });
});
