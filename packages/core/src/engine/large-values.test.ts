import { describe, expect, it } from "vitest";
import { limits } from "../model/limits.ts";
import { encryption } from "../model/value/encryption.ts";
import { workflow } from "../operations/workflow.ts";
import type { CommitGate } from "../testing/commit-gate.ts";
import { gatedEngine } from "../testing/gated-engine.ts";
import { openEngine } from "../testing/open-engine.ts";
import { replayPrefix } from "../testing/replay-again.ts";
import { until } from "../testing/until.ts";

const codec = encryption({ keys: { k: new Uint8Array(32).fill(3) }, current: "k" });
const defaults = { valueBytes: 8 * 1024 * 1024 };
const long = (letter: string, millions = 3): string => letter.repeat(millions * 1_000_000);

const flow = workflow("flow", async (wf, input: string) => {
  const first = await wf.step("first", () => `${input}1`);
  wf.set("data", first);
  const second = await wf.step("second", (s) => {
    s.set("from body", long("b"));
    return `${first}2`;
  });
  return second.slice(1);
});

describe.each([
  ["as they are", {}],
  ["encrypted", { codec }],
])("values of megabytes, %s", (_, options) => {
  it("are inputs, results, data and outputs, also after a crash at any position", { timeout: 60_000 }, async () => {
    const { engine, store } = await gatedEngine({ workflows: [flow], defaults, ...options });
    const handle = await engine.start(flow, long("a"), { id: "r" });
    const output = `${long("a").slice(1)}12`;
    expect(await handle.result()).toBe(output);
    const length = (await handle.journal()).length;
    for (let position = length; position >= 0; position--) {
      await replayPrefix(store, "r", position);
      await handle.resume();
      expect(await engine.handle("r").result()).toBe(output);
    }
    expect(await handle.get("data")).toBe(`${long("a")}1`);
    expect(await handle.get("from body")).toBe(long("b"));
    const status = await handle.status();
    expect([status.input, status.output]).toEqual([long("a"), output]);
  });

  it("go with batches of their own, and none is much larger than the limit or the value", {
    timeout: 60_000,
  }, async () => {
    const many = workflow("many", async (wf) => {
      const texts = await wf.map([1, 2, 3, 4], (n) => wf.step("s", () => long(String(n))));
      return texts.join("").slice(0, 5_000_000);
    });
    const { engine, gate } = await gatedEngine({ workflows: [many, flow], defaults, ...options });
    const started = await engine.startMany(
      flow,
      ["x", "y", "z"].map((letter) => ({ input: long(letter) })),
    );
    expect(await engine.execute(many)).toHaveLength(5_000_000);
    for (const { handle } of started) await handle?.result();
    const sizes = gate.seen.map(sizeOf);
    // One value more than the limit, at most; base64 takes a third more.
    expect(Math.max(...sizes)).toBeLessThanOrEqual(limits.batchBytes + (2 * 6_100_000 * 4) / 3);
    expect(Math.max(...gate.seen.map(({ starts }) => starts.length))).toBe(1);
  });

  it("are kept by a retry, although they were near the limit", { timeout: 60_000 }, async () => {
    let fails = true;
    let done = false;
    const bulky = workflow("bulky", async (wf) => {
      const bad = wf.step(
        "bad",
        async () => {
          await until("the other is over", () => done);
          if (fails) throw new TypeError("no");
        },
        { retry: false },
      );
      const good = wf.step("good", () => {
        done = true;
        return '"'.repeat(4_190_000);
      });
      await bad;
      return (await good).length;
    });
    const engine = await openEngine({ workflows: [bulky], defaults, ...options });
    const handle = await engine.start(bulky);
    await handle.result().catch(() => {});
    fails = false;
    await handle.retry();
    expect(await handle.result()).toBe(4_190_000);
  });
});

it("a value over what was allowed is refused, and more than 64 MiB cannot be allowed", async () => {
  const engine = await openEngine({ workflows: [flow], defaults });
  await expect(engine.start(flow, long("a", 9))).rejects.toMatchObject({ code: "value-too-large" });
  const most = { valueBytes: 64 * 1024 * 1024 };
  expect(await (await openEngine({ defaults: most })).count()).toBe(0);
  const more = openEngine({ defaults: { valueBytes: most.valueBytes + 1 } });
  await expect(more).rejects.toMatchObject({ code: "invalid-option" });
});

function sizeOf({ starts, writes }: CommitGate["seen"][number]): number {
  const texts = [
    ...starts.map(({ input }) => input),
    ...writes.flatMap(({ entries }) => entries.map(({ value = "" }) => value)),
    ...writes.flatMap(({ data }) => data.map(([, value]) => value)),
    ...writes.map(({ change }) => (change !== undefined && "output" in change ? change.output : "")),
  ];
  return texts.reduce((sum, text) => sum + text.length, 0);
}

it("data of megabytes are there in the generation that follows, and the one after that", async () => {
  const rounds = workflow("rounds", (wf, left: number) => {
    if (wf.generation === 1) wf.set("data", long("d", 2));
    if (left > 0) wf.continueAs(left - 1);
    return String(wf.get("data")).length;
  });
  const engine = await openEngine({ workflows: [rounds], defaults });
  expect(await engine.execute(rounds, 2)).toBe(2_000_000);
});
