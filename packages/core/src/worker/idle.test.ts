import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { aroundStore } from "../testing/around-store.ts";
import { CommitGate } from "../testing/commit-gate.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns } from "../testing/until.ts";

// Invariant 24: an idle engine costs nothing; several on one store do not keep each other awake.

function newFile(): StoreProvider {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return sqlite(join(folder, "test.db"));
}

describe.each([
  ["a memory store", memory],
  ["one file", newFile],
])("three idle engines on %s", (_, make) => {
  it("commit nothing, neither before nor after there was work", async () => {
    const flow = workflow("flow", (wf) => wf.step("s", () => turns(3)));
    const provider = make();
    const gates = [new CommitGate(), new CommitGate(), new CommitGate()];
    const engines = [];
    for (const gate of gates)
      engines.push(await openEngine({ store: aroundStore(provider, gate.around), workflows: [flow] }));
    const commitsOf = async (ms: number) => {
      for (const gate of gates) gate.seen.length = 0;
      await new Promise((resolve) => setTimeout(resolve, ms));
      return gates.reduce((sum, gate) => sum + gate.seen.length, 0);
    };
    await commitsOf(600);
    expect(await commitsOf(600)).toBeLessThanOrEqual(1);
    await Promise.all(engines.map((engine) => engine.execute(flow)));
    await commitsOf(600);
    expect(await commitsOf(600)).toBeLessThanOrEqual(1);
  });
});
