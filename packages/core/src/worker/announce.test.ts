import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { type Around, aroundStore } from "../testing/around-store.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

it.each(["begin", "end"])(
  "what the store could not be told of a body's %s is told with the next round",
  async (what) => {
    const host = virtualHost();
    const lasts = (ms: number) => () => new Promise<void>((resolve) => void host.timer(ms, resolve));
    const flow = workflow("flow", async (wf) => {
      await wf.step("first", lasts(2_000));
      await wf.step("second", lasts(60_000));
    });
    const left = new Set(["begin", "end"]);
    const announce: Around["announce"] = (next, rows, ended) => {
      const now = ended.length > 0 ? "end" : "begin";
      if (now === what && left.delete(now)) throw failure("store-failed", { operation: "announce", problem: "locked" });
      return next(rows, ended);
    };
    const engine = await openEngine({ host, store: aroundStore(memory(), { announce }), workflows: [flow] });
    const run = await passTime(host, engine.start(flow));
    const shown = async () => (await run.activity()).map(({ op }) => op);
    await passMs(host, 1_700);
    expect(await shown()).toEqual(["first"]);
    await passMs(host, 4_000);
    expect([await shown(), left.has(what)]).toEqual([["second"], false]);
  },
);
