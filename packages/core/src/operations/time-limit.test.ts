import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";
import type { WorkflowContext } from "./context.ts";
import { workflow } from "./workflow.ts";

const hour = 3_600_000;

/** Runs it in virtual time until it has failed; a day later it is retried, and what becomes of that is given. */
async function retried(code: (wf: WorkflowContext, late: boolean) => unknown) {
  const host = virtualHost();
  let first = true;
  const flow = workflow("flow", async (wf) => await code(wf, first));
  const engine = await openEngine({ workflows: [flow], host });
  const run = await engine.start(flow, undefined, { id: "r" });
  const error = await passTime(
    host,
    run.result().then(
      () => undefined,
      ({ cause }) => cause,
    ),
  );
  await passMs(host, 24 * hour);
  first = false;
  await run.retry();
  const since = host.now();
  const again = await passTime(
    host,
    run.result().then(String, ({ cause }) => cause),
  );
  return { error, again, ms: host.now() - since };
}

async function limited(wf: WorkflowContext, late: boolean): Promise<string> {
  const limit = wf.timeLimit("2 h");
  await wf.scope(
    "work",
    async () => {
      await wf.step("done", () => 1);
      await wf.step("slow", () => (late ? new Promise(() => {}) : 1), { retry: false });
    },
    { signal: limit.signal },
  );
  limit.stop();
  await wf.sleep("5 h", { name: "after" });
  return "done";
}

it("ends a scope when the time is over; a retry has the whole time again, and no more once it is stopped", async () => {
  const { error, again } = await retried(limited);
  expect(error).toMatchObject({ code: "time-limit-reached", facts: { op: "sleep~time limit" } });
  expect(again).toBe("done");
});

it("is over at a retry after the time that is given for that, and can be asked what is left", async () => {
  const left: number[] = [];
  const { again, ms } = await retried(async (wf, late) => {
    const limit = wf.timeLimit("2 h", { name: "most", again: "3 h" });
    await wf.step("s", () => 1);
    if (!late) left.push(limit.leftMs());
    await wf.scope("work", () => wf.receive("never"), { signal: limit.signal });
  });
  expect(again).toMatchObject({ code: "time-limit-reached" });
  expect(ms).toBeCloseTo(3 * hour, -3);
  expect(left.at(-1)).toBeGreaterThan(0);
});

it("of a step as a whole begins anew at a retry", async () => {
  const { error, again } = await retried(async (wf, late) =>
    wf.step("s", () => (late ? new Promise(() => {}) : "good"), { totalTimeout: "1 h", retry: false }),
  );
  expect(error).toMatchObject({ code: "step-failed" });
  expect(again).toBe("good");
});

it.each<[string, (wf: WorkflowContext) => Promise<unknown>]>([
  ["a signal", (wf) => wf.receive("s", { timeout: "1 h", failsLate: true })],
  ["an answer", (wf) => wf.ask({ title: "?", timeout: "1 h", failsLate: true })],
  ["a callback", (wf) => wf.callback({ timeout: "1 h", failsLate: true }).promise],
])("of a wait for %s begins anew at a retry", async (_, wait) => {
  const { error, again, ms } = await retried(async (wf) => {
    await wf.step("s", () => 1);
    await wait(wf);
  });
  expect(error).toMatchObject({ code: "time-limit-reached" });
  expect(again).toMatchObject({ code: "time-limit-reached" });
  expect(ms).toBeCloseTo(hour, -3);
});

it("leaves a run alone that has ended by itself", async () => {
  const host = virtualHost();
  const flow = workflow("flow", async (wf) => {
    wf.timeLimit("1 h");
    return await wf.step("s", () => 1);
  });
  const engine = await openEngine({ workflows: [flow], host });
  const run = await engine.start(flow);
  await quiet(host);
  expect((await run.status()).status).toBe("completed");
});
