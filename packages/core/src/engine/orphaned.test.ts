import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "../testing/mortal-process.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime, quiet } from "../testing/virtual-time.ts";

// A run whose worker is dead is "running" for everybody until another worker takes it over: that must be seen.

const hangs = workflow("hangs", (wf) => wf.step("s", () => new Promise(() => {})));

it("says that the worker of a running run is dead, or silent, and nothing of one that lives", async () => {
  const host = virtualHost();
  const machine = new Machine(memory(), host);
  const [mortal, watcher] = [machine.process(), machine.process()];
  const engine = await openEngine({ ...mortal.parts, workflows: [hangs] });
  await engine.start(hangs, undefined, { id: "r" });
  await quiet(host);
  const looking = await openEngine({ ...watcher.parts, worker: false });
  const run = looking.handle("r");
  expect(await run.status()).toMatchObject({ status: "running", orphaned: false, why: undefined });
  mortal.kill();
  const why = "its worker (process 1000) is dead; the next worker takes it over";
  expect(await run.status()).toMatchObject({ status: "running", orphaned: true, why });
  expect([await run.why(), (await looking.list()).items[0]?.why]).toEqual([why, why]);
  const elsewhere = { ...watcher.parts, host: { ...watcher.parts.host, isProvablyDead: () => false } };
  const far = await openEngine({ ...elsewhere, worker: false });
  expect(await far.handle("r").status()).toMatchObject({ orphaned: false, why: undefined });
  await passTime(host, new Promise<void>((resolve) => void host.timer(31_000, resolve)));
  expect(await far.handle("r").status()).toMatchObject({
    orphaned: true,
    why: expect.stringMatching(
      /^its worker \(process 1000\) has been silent for 3\d\.\ds; the next worker takes it over$/,
    ),
  });
});
