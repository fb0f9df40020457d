import { expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { failure } from "../model/errors.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { aroundStore } from "../testing/around-store.ts";
import { CommitGate, holds } from "../testing/commit-gate.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passTime } from "../testing/virtual-time.ts";

it("a worker that finds a mistake of ours stops, and another takes its runs over when its lease is over", async () => {
  const host = virtualHost();
  const provider = memory();
  const gate = new CommitGate();
  const fences: number[] = [];
  const one = workflow("one", (wf) => wf.step("s", (s) => void fences.push(s.fence)));
  const notices: string[] = [];
  const broken = await openEngine({
    store: aroundStore(provider, gate.around),
    workflows: [one],
    host,
    log: (text) => void notices.push(text),
  });
  gate.fail({ error: failure("broken-invariant", { what: "for a test" }), applies: holds("step") });
  const handle = await broken.start(one, undefined, { id: "a" });
  const proof = { machine: "m", boot: "b", pidNamespace: "n", pid: 2, started: "1" };
  const engine = await openEngine({ store: provider, workflows: [one], host: { ...host, proof } });
  const before = host.now();
  await passTime(host, engine.handle("a").result());
  expect(fences).toEqual([1, 2]);
  expect(host.now() - before).toBeGreaterThanOrEqual(30_000);
  expect(host.now() - before).toBeLessThan(42_000);
  expect(notices.join()).toMatch(/the worker stops/);
  await expect(broken.start(one)).rejects.toMatchObject({ code: "broken-invariant" });
  expect(await handle.result()).toBeUndefined();
});
