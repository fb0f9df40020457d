import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { BodyContext } from "../operations/body-context.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { look, openEngine } from "../testing/open-engine.ts";
import { replayPrefix, shapeOf } from "../testing/replay-again.ts";
import { until } from "../testing/until.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";

interface Drawn {
  readonly drawn: readonly string[];
  readonly keys: readonly string[];
}

/** Draws a value before and after everything that is recorded: 1 step, 2 set, 3 title, 4 step, 5 set, 6 step. */
function drawing(executed: string[]) {
  return workflow("drawing", async (wf): Promise<Drawn> => {
    const drawn = [wf.uuid()];
    const keys: string[] = [];
    const step = async (name: string): Promise<void> => {
      const body = (s: BodyContext): string => `${executed.push(name) && s.uuid()}`;
      keys.push(await wf.step(name, body));
      drawn.push(wf.uuid());
    };
    await step("a");
    wf.set("stage", 1);
    drawn.push(wf.uuid());
    wf.title("one");
    await step("b");
    wf.set("stage", wf.random());
    await step("c");
    return { drawn, keys };
  });
}

describe("handle.fork", () => {
  it("executes what the prefix does not have, and leaves the other run as it is", async () => {
    const executed: string[] = [];
    const flow = drawing(executed);
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r", tags: ["eu"] });
    const { keys } = await run.result();
    const before = [await run.status(), await run.journal()];
    const fork = await run.fork({ at: 4, id: "f" });
    const forked = await fork.result();
    expect(executed).toEqual(["a", "b", "c", "c"]);
    expect(forked.keys.slice(0, 2)).toEqual(keys.slice(0, 2));
    expect(forked.keys[2]).not.toBe(keys[2]);
    expect([await run.status(), await run.journal()]).toEqual(before);
    expect(await fork.status()).toMatchObject({ id: "f", generation: 1, tags: ["eu"], title: "one" });
    expect((await fork.status()).forkedFrom).toEqual({ id: "r", at: 4 });
  });

  it("draws the same values up to the last common entry, and its own from there on", async () => {
    const flow = drawing([]);
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, undefined, { id: "r" });
    const { drawn } = await run.result();
    const common: number[] = [];
    for (let at = 0; at <= 6; at++) {
      const { drawn: forked } = await (await run.fork({ at })).result();
      const differs = forked.findIndex((value, index) => value !== drawn[index]);
      expect(forked.slice(differs).some((value) => drawn.includes(value))).toBe(false);
      common.push(differs);
    }
    // Drawn after: the start, a, "stage", b, c. The title (3) is written in the same go as "stage" (2).
    expect(common).toEqual([0, 1, 2, 3, 3, 4, 4]);
  });

  it("of every position, crashed at every position, goes the way that it went", async () => {
    const host = virtualHost();
    const provider = memory();
    const flow = workflow("flow", async (wf) => {
      const both = await Promise.all([draw(wf, "x"), draw(wf, "y")]);
      await wf.sleep("5 s");
      wf.set("k", wf.random());
      return [both, wf.uuid()];
    });
    const engine = await openEngine({ store: provider, workflows: [flow], host });
    const store = await look(provider);
    const run = await engine.start(flow, undefined, { id: "r" });
    await passTime(host, run.result());
    const length = (await run.journal()).length;
    const shape = async (id: string): Promise<string[]> => {
      const row = await store.find(id);
      return row === undefined ? [] : shapeOf(await store.journal(row.key, 0, 99));
    };
    for (let at = 0; at <= length; at++) {
      const fork = await run.fork({ at, id: `f${at}` });
      await passTime(host, fork.result());
      const went = await shape(fork.id);
      expect(went.slice(0, at)).toEqual((await shape("r")).slice(0, at));
      // After its prefix stands that it is a fork.
      for (let crash = went.length; crash > at; crash--) {
        await replayPrefix(store, fork.id, crash);
        await passTime(host, engine.handle(fork.id).result());
        // Notes that were held up by the replay of another branch may come later.
        expect((await shape(fork.id)).sort(), `fork at ${at}, crash at ${crash}`).toEqual(went.toSorted());
      }
    }
  });

  it("begins with the data of the position, and that of earlier generations", async () => {
    const flow = workflow("flow", async (wf, n: number): Promise<unknown> => {
      if (n === 0) {
        wf.set("old", "kept");
        return wf.continueAs(1);
      }
      await wf.step("a", (s) => s.set("a", [1]));
      wf.set("k", 1);
      wf.attributes({ stage: 1 });
      await wf.step("b", () => {});
      wf.set("k", 2);
      wf.attributes({ stage: 2, done: true });
      return await wf.receive("go");
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, 0, { id: "r" });
    await engine.handle("r").signal("unused", 7);
    await until("it waits", async () => (await run.status()).status === "waiting");
    const fork = await engine.handle("r").fork({ at: 4 });
    expect([await fork.get("old"), await fork.get("a"), await fork.get("k")]).toEqual(["kept", [1], 1]);
    expect((await fork.status()).attributes).toEqual({ stage: 1 });
    await fork.signal("go", "on");
    expect(await fork.result()).toBe("on");
    expect((await run.status()).status).not.toBe("completed");
    expect((await fork.status()).attributes).toEqual({ stage: 2, done: true });
  });

  it("gives signals that nobody has taken to both", async () => {
    const flow = workflow("flow", async (wf) => [await wf.receive("go"), await wf.receive("on")]);
    const host = virtualHost();
    const engine = await openEngine({ workflows: [flow], host });
    const run = await engine.start(flow, undefined, { id: "r" });
    await run.signal("on", 2);
    await quiet(host);
    const fork = await run.fork();
    for (const handle of [run, fork]) await handle.signal("go", 1);
    expect([await passTime(host, run.result()), await passTime(host, fork.result())]).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });
});

describe("a fork", () => {
  it("whose code asks for something else is blocked, as any run", async () => {
    const flow = workflow("flow", (wf, name: string) => wf.step(name, () => 1));
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow, "a");
    await run.result();
    const fork = await run.fork({ at: 1, input: "b" });
    await expect(fork.result({ rejectOn: ["blocked"] })).rejects.toMatchObject({ code: "run-blocked" });
  });

  it("that fails is retried with its own values from where it failed, and with the other's before", async () => {
    let fails = false;
    const flow = workflow("flow", async (wf) => {
      const first = wf.uuid();
      const caught = await wf
        .step(
          "maybe",
          () => {
            throw new TypeError("no");
          },
          { retry: { maxAttempts: 2, initial: 0 } },
        )
        .catch(() => "caught");
      const second = wf.uuid();
      await wf.step(
        "b",
        () => {
          if (fails) throw new RangeError("broken");
        },
        { retry: false },
      );
      return [first, caught, second, wf.uuid()];
    });
    const engine = await openEngine({ workflows: [flow] });
    const run = await engine.start(flow);
    const original = await run.result();
    fails = true;
    const fork = await run.fork({ at: 2 });
    await expect(fork.result()).rejects.toThrow();
    fails = false;
    const again = engine.handle(fork.id);
    await again.retry();
    const result = (await again.result()) as string[];
    expect(result.slice(0, 2)).toEqual(original.slice(0, 2));
    expect(original).not.toContain(result[2]);
  });
});

async function draw(wf: WorkflowContext, name: string): Promise<string> {
  await wf.step(`${name}1`, (s) => s.random());
  wf.set(name, wf.uuid());
  return await wf.step(`${name}2`, (s) => s.uuid());
}
