import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { signal } from "../operations/signal.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

const go = signal<string>("go");

/** Computes by waiting for a signal, so that tests decide when and how it ends. */
function told(calls: string[]) {
  const cache = { key: (input: string) => input.slice(0, 1) };
  return workflow({ name: "flow", cache }, async (wf, input: string) => {
    calls.push(wf.id);
    const answer = await wf.receive(go);
    if (answer === "fail") throw new Error("failed as told");
    return { answer, input, when: new Date(7) };
  });
}

describe("while one computes, the others wait", () => {
  const elsewhere = [
    ["in one engine", false],
    ["in two engines", true],
  ] as const;

  async function two(apart: boolean) {
    const [store, calls] = [memory(), [] as string[]];
    const flow = told(calls);
    const options = { store, workflows: [flow], worker: { runs: "own" as const } };
    const one = await openEngine(options);
    const other = apart ? await openEngine(options) : one;
    const first = await one.start(flow, "a1", { id: "first" });
    await until("the first waits", async () => (await first.status()).status === "waiting");
    const second = await other.start(flow, "a2", { id: "second" });
    await until("the second waits", async () => (await second.status()).status === "waiting");
    expect(await second.why()).toMatch(/^waits for run "first", which computes the same, in \d/);
    return { first, second, one, other, calls };
  }

  it.each(elsewhere)("%s, parked, and take its output as soon as it is there", async (_, apart) => {
    const { first, second, calls } = await two(apart);
    await first.signal(go, "done");
    expect(await second.result()).toEqual({ answer: "done", input: "a1", when: new Date(7) });
    expect(await first.result()).toEqual(await second.result());
    expect(calls).toEqual(["first", "first"].slice(0, calls.length));
    expect((await second.journal()).map(({ kind, value }) => [kind, value])).toMatchObject([
      ["not-cached", "first"],
      ["child", "ended"],
      ["cached", { answer: "done" }],
    ]);
  });

  it.each(elsewhere)("%s, and the next one computes when it fails", async (_, apart) => {
    const { first, second, calls } = await two(apart);
    await first.signal(go, "fail");
    await expect(first.result()).rejects.toThrow("failed as told");
    await second.signal(go, "second");
    expect(await second.result()).toMatchObject({ answer: "second", input: "a2" });
    expect(calls).toContain("second");
    await first.retry({ from: "start" });
    expect(await first.result(), "a retry from the start finds it").toMatchObject({ input: "a2" });
  });

  it.each(elsewhere)("%s, and the next one computes when it is cancelled or killed", async (_, apart) => {
    const { first, second, one, calls } = await two(apart);
    await first.kill();
    await until("the second computes", () => calls.includes("second"));
    const third = await one.start("flow", "a3", { id: "third" });
    await until("the third waits", async () => (await third.why()).includes('run "second"'));
    await second.cancel();
    await third.signal(go, "third");
    expect(await third.result()).toMatchObject({ input: "a3" });
  });

  it("a waiting run can be cancelled, and times out", async () => {
    const { second, one } = await two(false);
    await second.cancel("enough");
    await expect(second.result()).rejects.toMatchObject({ code: "run-cancelled" });
    const hasty = await one.start("flow", "a3", { timeout: "50 ms" });
    await expect(hasty.result()).rejects.toMatchObject({ code: "run-timed-out" });
  });

  it("not for one that is left to a person: after a minute another one computes", async () => {
    const host = virtualHost();
    const calls: string[] = [];
    const flow = told(calls);
    const engine = await openEngine({ workflows: [flow], host });
    const first = await engine.start(flow, "a1", { id: "first" });
    await quiet(host);
    const second = await engine.start(flow, "a2", { id: "second" });
    await quiet(host);
    await first.pause();
    await passMs(host, 59_000);
    expect(calls).not.toContain("second");
    await passMs(host, 2_000);
    expect(calls).toContain("second");
    await second.signal(go, "second");
    expect(await passTime(host, second.result())).toMatchObject({ input: "a2" });
    await first.resume();
    await first.signal(go, "late");
    expect(await passTime(host, first.result()), "it has begun, and ends in its own way").toMatchObject({
      input: "a1",
    });
  });

  it("not for one that waits for them: whoever is called by it computes by itself", async () => {
    const nested: ReturnType<typeof workflow<number, string>> = workflow(
      { name: "nested", cache: { key: "k" } },
      async (wf, depth: number): Promise<string> =>
        depth === 0 ? "inner" : `outer of ${await wf.call(nested, depth - 1, { id: "inner" })}`,
    );
    const engine = await openEngine({ workflows: [nested] });
    expect(await engine.execute(nested, 1)).toBe("outer of inner");
  });

  it("a generation that goes on as the next one leaves nothing", async () => {
    let n = 0;
    const flow = workflow(
      { name: "flow", cache: { key: (input: number) => `${input}` } },
      async (wf, input: number) => {
        await wf.step("count", () => ++n);
        if (input < 2) return await wf.continueAs(input + 1);
        return `ended at ${input}`;
      },
    );
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow, 0)).toBe("ended at 2");
    expect(n).toBe(3);
    expect(await engine.execute(flow, 0)).toBe("ended at 2");
    expect(n, "the last generation was answered").toBe(5);
  });
});
