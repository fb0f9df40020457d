import { afterEach, expect, it } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { until } from "../testing/until.ts";
import { Stepwell } from "./engine.ts";

// An engine that is there for certain runs leaves the others alone.

const executed: string[] = [];
const flow = workflow("flow", async (wf) => {
  await wf.step("s", () => void executed.push(wf.id));
  await wf.sleep("1.1 s");
});
const engines: Stepwell[] = [];
afterEach(async () => {
  executed.length = 0;
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
});

it("executes what it has started, also after it was parked, and nothing else", async () => {
  const store = memory();
  const client = await Stepwell.open({ store, worker: false });
  const own = await Stepwell.open({ store, workflows: [flow], worker: { runs: "own" } });
  engines.push(client, own);
  await client.start(flow, undefined, { id: "others" });
  const mine = await own.start(flow, undefined, { id: "mine" });
  await mine.result();
  expect(executed).toEqual(["mine"]);
  expect((await client.handle("others").status()).status).toBe("pending");
});

it("takes a run that it resumes", async () => {
  const store = memory();
  const client = await Stepwell.open({ store, worker: false });
  const own = await Stepwell.open({ store, workflows: [flow], worker: { runs: "own" } });
  engines.push(client, own);
  const given = await client.start(flow, undefined, { id: "given" });
  await given.pause();
  await own.handle("given").resume();
  await until("it executes", () => executed.includes("given"));
  await given.result();
});

it("refuses a setting that it does not know", async () => {
  // @ts-expect-error: neither "all" nor "own"
  const opening = Stepwell.open({ store: memory(), worker: { runs: "mine" } });
  await expect(opening).rejects.toMatchObject({ code: "invalid-option", facts: { option: "worker.runs" } });
});
