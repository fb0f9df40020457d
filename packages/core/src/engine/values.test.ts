import { describe, expect, it } from "vitest";
import { RunFailed, StepFailed } from "../model/run-errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { openEngine } from "../testing/open-engine.ts";

// Workflow code gets the decoded copy of what is recorded, live too (invariant 11), and exactly (invariant 22).

describe("what a step returns is copied", () => {
  it("changing it afterwards changes neither the journal nor what others see", async () => {
    const shared = { list: [1] };
    const flow = workflow("flow", async (wf, input: { list: number[] }) => {
      const first = await wf.step("a", () => shared);
      const second = await wf.step("b", () => shared);
      first.list.push(2);
      shared.list.push(3);
      input.list.push(4);
      wf.set("data", first);
      first.list.push(5);
      return {
        same: (first as object) === second || (first as object) === shared,
        first,
        second,
        data: wf.get("data"),
      };
    });
    const engine = await openEngine({ workflows: [flow] });
    const handle = await engine.start(flow, { list: [0] });
    expect(await handle.result()).toEqual({
      same: false,
      first: { list: [1, 2, 5] },
      second: { list: [1] },
      data: { list: [1, 2] },
    });
    const values = (await handle.journal()).map(({ value }) => value);
    expect(values).toEqual([{ list: [1] }, { list: [1] }, ["data", { list: [1, 2] }]]);
    expect((await handle.status()).input).toEqual({ list: [0] });
    const one = (await handle.result()) as { first: object };
    Object.assign(one.first, { list: [] });
    expect(((await handle.result()) as { first: { list: number[] } }).first.list).toEqual([1, 2, 5]);
  });

  it("what a body set is not the body's own object either", async () => {
    const flow = workflow("flow", async (wf) => {
      const object = { n: 1 };
      await wf.step("a", (s) => {
        s.set("k", object);
        return null;
      });
      object.n = 2;
      return wf.get("k");
    });
    const engine = await openEngine({ workflows: [flow] });
    expect(await engine.execute(flow)).toEqual({ n: 1 });
  });
});

const values = {
  date: new Date(5),
  big: 2n ** 70n,
  map: new Map<unknown, unknown>([[{ a: 1 }, new Set([undefined, Number.NaN, -0])]]),
  bytes: new Uint8Array([0, 255]),
  url: new URL("https://example.org/ä?q#f"),
  text: "U+0000 \u0000, lone \ud800, 🙂",
  proto: JSON.parse('{"__proto__": {"polluted": true}, "constructor": 1}'),
  nothing: undefined,
  regexp: /a+/giu,
};

describe("values come back exactly", () => {
  it("as input, result, data, output, and in another process", async () => {
    const store = memory();
    const seen: unknown[] = [];
    const flow = workflow("flow", async (wf, input: typeof values) => {
      seen.push(input);
      const result = await wf.step("s", () => input);
      seen.push(result);
      wf.set("data", result);
      seen.push(wf.get("data"));
      return result;
    });
    const engine = await openEngine({ store, workflows: [flow] });
    seen.push(await engine.execute(flow, values, { id: "r" }));
    const other = await openEngine({ store, worker: false });
    seen.push(await other.handle("r").result(), await other.handle("r").get("data"));
    for (const value of seen) expect(value).toStrictEqual(values);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("errors too: message, name, code, own properties and causes, through step, run and result", async () => {
    class Declined extends Error {
      override readonly name = "Declined";
      readonly code = "E_DECLINED";
      readonly amount = 12n;
    }
    const caught: unknown[] = [];
    const flow = workflow("flow", async (wf) => {
      try {
        await wf.step(
          "pay",
          () => {
            throw new Declined("no", { cause: new RangeError("limit") });
          },
          { retry: false },
        );
      } catch (error) {
        caught.push(error);
        throw error;
      }
    });
    const engine = await openEngine({ workflows: [flow], errors: [Declined] });
    const error = (await engine.execute(flow).catch((thrown) => thrown)) as RunFailed;
    const [step] = caught as [StepFailed];
    expect(step).toBeInstanceOf(StepFailed);
    expect(step.cause).toBeInstanceOf(Declined);
    expect(error).toBeInstanceOf(RunFailed);
    expect(error.cause).toBeInstanceOf(StepFailed);
    const declined = (error.cause as StepFailed).cause as Declined;
    expect(declined).toBeInstanceOf(Declined);
    expect([declined.message, declined.code, declined.amount, declined.cause]).toEqual([
      "no",
      "E_DECLINED",
      12n,
      new RangeError("limit"),
    ]);
  });
});
