import { expect, it } from "vitest";
import type { RunHandle } from "../engine/handle.ts";
import { virtualHost } from "../host/virtual.ts";
import type { WorkflowContext } from "../operations/context.ts";
import { type AnyWorkflow, workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { until } from "../testing/until.ts";

// Who takes a run that was cancelled meanwhile tells its code of that before anything that would happen only now.

const child = workflow("child", async () => 1);

interface Story {
  readonly workflow: AnyWorkflow;
  /** As far as it comes before its process dies. */
  begun(): boolean;
  /** Sent before it is cancelled. */
  readonly signal?: string;
}

/** Kills the process, cancels, and goes on in another one. */
async function cancelledAfterDeath({ workflow: flow, begun, signal }: Story) {
  const machine = new Machine(memory());
  const first = machine.process();
  const engine = await openEngine({ ...first.parts, workflows: [flow, child] });
  const run = await engine.start(flow, undefined, { id: "r" });
  await until("it has come so far", async () => begun() || (await run.status()).status === "waiting");
  first.kill();
  const client = await openEngine({ ...machine.process().parts, worker: false });
  if (signal !== undefined) await client.handle("r").signal(signal);
  await client.handle("r").cancel("no more");
  const other = await openEngine({ ...machine.process().parts, workflows: [flow, child] });
  const handle = other.handle("r");
  await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
  return { runs: (await other.list()).items, kinds: (await handle.journal()).map(({ kind }) => kind) };
}

it("an at-most-once body that a crash has cut off does not fail the run first", async () => {
  let begun = 0;
  const pay = workflow("pay", (wf) => wf.step("pay", () => new Promise(() => begun++), { atMostOnce: true }));
  const { kinds } = await cancelledAfterDeath({ workflow: pay, begun: () => begun === 1 });
  expect(kinds).toEqual(["step-started", "cancel"]);
});

it("a message from before the request is still told, and no child and no message follow from it", async () => {
  const told = workflow("told", async (wf) => {
    await wf.receive("go");
    return await Promise.all([wf.call(child, undefined), wf.send("r", "more")]);
  });
  const { kinds, runs } = await cancelledAfterDeath({ workflow: told, begun: () => false, signal: "go" });
  expect(kinds).toEqual(["signal", "cancel"]);
  expect(runs.map(({ id }) => id)).toEqual(["r"]);
});

it.each<[string, (wf: WorkflowContext) => Promise<unknown>]>([
  ["asks for nothing", async () => 1],
  ["only sets something", async (wf) => wf.set("at", wf.now())],
])("before it was ever taken, the run of a function that %s is cancelled, after a crash, too", async (_, fn) => {
  const told: number[] = [];
  const onFailure = (wf: WorkflowContext) =>
    wf.step("tell", () => (told.push(0) === 1 ? new Promise(() => {}) : undefined));
  const flow = workflow({ name: "flow", onFailure }, fn);
  const machine = new Machine(memory());
  const client = await openEngine({ ...machine.process().parts, worker: false });
  const asked = await client.start(flow, undefined, { id: "r" });
  await asked.pause();
  await asked.cancel("no more");
  await asked.resume();
  const first = machine.process();
  await openEngine({ ...first.parts, workflows: [flow] });
  await until("it tells of its end", async () => told.length === 1);
  first.kill();
  const other = await openEngine({ ...machine.process().parts, workflows: [flow] });
  const handle = other.handle("r");
  await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
  expect((await handle.journal()).map(({ kind }) => kind).filter((kind) => kind !== "set")).toEqual(["cancel", "step"]);
});

it.each<["retry" | "forked", (run: RunHandle) => Promise<unknown>]>([
  ["retry", (run) => run.retry()],
  ["forked", (run) => run.fork({ at: 1, id: "forked" })],
])(
  "after its %s, too, by a clock that was set back since: its function ends later than it was cancelled",
  async (mark, begin) => {
    const [host, store] = [virtualHost(), memory()];
    const flow = workflow("flow", async (wf) => {
      await wf.step("a", () => 1);
      throw new RangeError("no");
    });
    const first = await openEngine({ workflows: [flow], host, store });
    const run = await first.start(flow, undefined, { id: "r" });
    await expect(run.result()).rejects.toThrow("no");
    await first.close();
    host.jump(-3_600_000);
    const client = await openEngine({ workflows: [flow], host, store, worker: false });
    await begin(client.handle("r"));
    const id = mark === "forked" ? "forked" : "r";
    await client.handle(id).cancel("no more");
    const handle = (await openEngine({ workflows: [flow], host, store })).handle(id);
    await expect(handle.result()).rejects.toMatchObject({ code: "run-cancelled" });
    expect((await handle.journal()).map(({ kind }) => kind)).toEqual(["step", mark, "cancel"]);
  },
);
