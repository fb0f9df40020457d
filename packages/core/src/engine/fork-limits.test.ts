/** Time limits that are open where a run is forked: the time since then was not the fork's. */
import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { workflow } from "../operations/workflow.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime } from "../testing/virtual-time.ts";

const hour = 3_600_000;

/** Runs it to its end; a day later it is forked, and what becomes of the fork is given. */
async function forked(code: (wf: WorkflowContext, first: boolean) => unknown, at?: number | string) {
  const host = virtualHost();
  let first = true;
  const flow = workflow("flow", async (wf) => await code(wf, first));
  const engine = await openEngine({ workflows: [flow], host });
  const run = await engine.start(flow, undefined, { id: "r" });
  const over = (error: { cause?: unknown }) => error.cause;
  const before = await passTime(host, run.result().catch(over));
  await passMs(host, 24 * hour);
  first = false;
  const fork = await run.fork(at === undefined ? {} : { at });
  const since = host.now();
  const after = await passTime(host, fork.result().catch(over));
  return { before, after, ms: host.now() - since, fork, host, engine };
}

const slow = (wf: WorkflowContext, late: boolean) =>
  wf.step("slow", () => (late ? new Promise<string>(() => {}) : "in time"), { retry: false });

async function limited(wf: WorkflowContext, first: boolean): Promise<string> {
  const limit = wf.timeLimit("2 h");
  await wf.step("done", () => 1);
  const result = await wf.scope("work", () => slow(wf, first), { signal: limit.signal });
  limit.stop();
  return result;
}

it("a fork of a run that failed of one has its whole time", async () => {
  const { before, after, fork } = await forked(limited);
  expect([before, after]).toEqual([expect.objectContaining({ code: "time-limit-reached" }), "in time"]);
  expect((await fork.journal()).map(({ kind }) => kind)).toEqual(["step", "forked", "step"]);
});

it.each([1, "work/slow"])("so has one of a run that went well, at %s", async (at) => {
  expect(await forked((wf) => limited(wf, false), at)).toMatchObject({ before: "in time", after: "in time" });
});

it("one that is too slow again fails when its own time is over", async () => {
  const { after, ms } = await forked((wf) => limited(wf, true));
  expect(after).toMatchObject({ code: "time-limit-reached" });
  // Its body has ten seconds to end.
  expect(ms).toBeCloseTo(2 * hour + 10_000, -3);
});

it("a fork can be forked again, and patched code is new where its code has not been", async () => {
  const { fork, host, engine } = await forked(async (wf, first) => {
    await wf.step("a", () => 1);
    if (!first && !wf.patched("better")) throw new Error("old");
    return await slow(wf, false);
  }, 1);
  expect((await fork.journal()).map(({ kind }) => kind)).toEqual(["step", "forked", "patched", "step"]);
  const again = await engine.handle(fork.id).fork({ at: 3 });
  expect(await passTime(host, again.result())).toBe("in time");
  expect((await again.journal()).map(({ kind }) => kind)).toEqual(["step", "forked", "patched", "forked", "step"]);
});
