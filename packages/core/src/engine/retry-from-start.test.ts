import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";

// Engine.md §3: a failed run whose compensations ran cannot be retried from the middle, only from the start with a new
// seed.

function shop() {
  const world = { executed: [] as string[], seen: [] as string[], breaks: true };
  const flow = workflow("flow", async (wf) => {
    world.seen.push(`${wf.random()} ${wf.now().getTime()}`);
    const charge = await wf.step("charge", (s) => world.executed.push(`charge ${s.key}`));
    wf.set("k", charge);
    wf.attributes({ paid: true });
    if (world.breaks) wf.compensate("refund", () => void world.executed.push("refund"));
    await wf.step(
      "ship",
      () => {
        if (world.breaks) throw new RangeError("no ship");
      },
      { retry: false },
    );
    return charge;
  });
  return { world, flow };
}

describe("a failed run whose compensations ran", () => {
  it("cannot be retried from the middle", async () => {
    const { flow } = shop();
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    await run.result().catch(() => {});
    await expect(run.retry()).rejects.toMatchObject({ code: "already-compensated", facts: { id: run.id } });
    expect((await run.status()).generation).toBe(1);
  });

  it("nor one that was killed when the first of them had begun", async () => {
    const host = virtualHost();
    const flow = workflow("flow", (wf) => {
      wf.compensate("refund", () => new Promise(() => {}));
      throw new RangeError("no");
    });
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow);
    await quiet(host);
    await run.kill();
    await expect(run.retry()).rejects.toMatchObject({ code: "already-compensated" });
  });

  it("can be retried from the start, with a new seed, an empty journal, and its time from its own first claim", async () => {
    const host = virtualHost();
    const { flow, world } = shop();
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow, undefined, { tags: ["eu"] });
    await passTime(
      host,
      run.result().catch(() => {}),
    );
    const before = await run.status();
    world.breaks = false;
    host.advance(3_600_000);
    await run.retry({ from: "start" });
    expect(await passTime(host, run.result())).toBe(3);
    const [first, second] = world.seen.map((line) => line.split(" ").map(Number));
    expect(second?.[0]).not.toBe(first?.[0]);
    expect((second?.[1] ?? 0) - (first?.[1] ?? 0)).toBeGreaterThanOrEqual(3_600_000);
    expect(new Set(world.executed).size).toBe(3);
    const after = await run.status();
    expect(after).toMatchObject({ generation: 2, status: "completed", tags: ["eu"], input: before.input });
    expect((await run.journal()).map(({ op }) => op)).toEqual(["charge", "set~set", "attributes~attributes", "ship"]);
  });
});

it("a failed run that had nothing to undo can be retried either way", async () => {
  let fails = true;
  const executed: string[] = [];
  const flow = workflow("flow", async (wf) => {
    await wf.step("a", () => void executed.push("a"));
    if (fails) throw new RangeError("no");
  });
  const engine = await openEngine({ workflows: [flow] });
  for (const from of ["failure", "start"] as const) {
    fails = true;
    const run = await engine.start(flow);
    await run.result().catch(() => {});
    fails = false;
    await run.retry({ from });
    await run.result();
  }
  expect(executed).toEqual(["a", "a", "a"]);
});

it("what is neither is refused; so is a run that is not finished, or completed", async () => {
  const host = virtualHost();
  const flow = workflow("flow", (wf, ms: number) => wf.sleep(ms));
  const engine = await openEngine({ workflows: [flow], host });
  const run = await engine.start(flow, 5_000);
  await expect(run.retry({ from: "middle" as never })).rejects.toMatchObject({ code: "invalid-option" });
  await expect(run.retry({ from: "start" })).rejects.toMatchObject({ code: "illegal-transition" });
  await passTime(host, run.result());
  await expect(run.retry({ from: "start" })).rejects.toMatchObject({ code: "illegal-transition" });
});
