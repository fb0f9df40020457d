import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { crashAtEveryCommit } from "../testing/crash-at-commits.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

describe("a crash at any commit", () => {
  it("leaves no run waiting for a value, and what is kept is not computed again", async () => {
    const crashes = await crashAtEveryCommit(
      {
        workflows: (note) => {
          let computed = 0;
          return [
            workflow("flow", async (wf) => {
              const values: unknown[] = [];
              for (const key of ["a", "b"]) {
                await wf.step("before", () => key);
                const value = await wf.step(
                  "load",
                  async () => {
                    note(key);
                    return `${key}${++computed}`;
                  },
                  { cache: { key } },
                );
                values.push(value);
              }
              return values;
            }),
          ];
        },
        drive: async (engine) => {
          const runs = await Promise.all(["1", "2", "3"].map((id) => engine.start("flow", undefined, { id })));
          return await Promise.all(runs.map((run) => run.result()));
        },
      },
      ({ result, effects }, undisturbed, where) => {
        const [first, ...others] = result;
        for (const other of others) expect(other, where).toEqual(first);
        expect(effects.length, where).toBeLessThanOrEqual(3);
        expect(undisturbed.effects).toEqual(["a", "b"]);
      },
    );
    expect(crashes).toBeGreaterThan(8);
  });

  it("of the process that computes a value lets those elsewhere go on, and its own run takes their value", async () => {
    const host = virtualHost();
    const machine = new Machine(memory(), host);
    const [mortal, other] = [machine.process(), machine.process()];
    const calls: PromiseWithResolvers<string>[] = [];
    const flow = workflow("flow", (wf) =>
      wf.step(
        "load",
        () => {
          const call = Promise.withResolvers<string>();
          calls.push(call);
          return call.promise;
        },
        { cache: { key: "a" } },
      ),
    );
    const engine = await openEngine({ ...mortal.parts, workflows: [flow] });
    await engine.start(flow, undefined, { id: "first" });
    await quiet(host);
    const survivor = await openEngine({ ...other.parts, workflows: [flow] });
    const second = await survivor.start(flow, undefined, { id: "second" });
    await passMs(host, 500);
    expect(calls).toHaveLength(1);
    mortal.kill();
    await passMs(host, 5_000);
    expect(calls).toHaveLength(2);
    calls[0]?.resolve("of the dead");
    calls[1]?.resolve("value");
    const results = [survivor.handle("first").result(), second.result()];
    expect(await passTime(host, Promise.all(results))).toEqual(["value", "value"]);
    expect(calls).toHaveLength(2);
  });
});
