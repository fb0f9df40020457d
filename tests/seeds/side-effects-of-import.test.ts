import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

// ConfigWorkflow 1: modules that import each other and do things while they are imported.
test("importing the engine cannot do anything: nothing is patched, opened or kept running, in any order", () => {
  const root = new URL("../../packages/core/src/", import.meta.url);
  const program = `
    const globals = () => [Date, Date.now, Math.random, setTimeout, fetch, process.emit, performance.now, crypto.randomUUID];
    const before = globals();
    for (const module of process.argv.slice(1)) await import(module);
    const same = globals().every((value, index) => value === before[index]);
    console.log(JSON.stringify({ same, listeners: process.listenerCount("unhandledRejection") }));
  `;
  // Each of these stands in the middle of the engine: imported first, it must not meet a half-made module.
  const orders = [
    ["index.ts"],
    ["worker/worker.ts", "index.ts"],
    ["operations/context.ts", "engine/engine.ts"],
    ["store/sqlite/index.ts", "replay/cursor.ts", "worker/process-hooks/install.ts"],
    ["model/run-errors.ts", "operations/task.ts", "index.ts"],
  ];
  for (const order of orders) {
    const modules = order.map((module) => new URL(module, root).href);
    const done = spawnSync(process.execPath, ["--input-type=module", "-e", program, ...modules], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(JSON.parse(done.stdout || JSON.stringify(done.stderr)), order.join()).toEqual({ same: true, listeners: 0 });
    // It ended by itself: nothing was left open.
    expect([done.status, done.signal], order.join()).toEqual([0, null]);
  }
}, 30_000);
