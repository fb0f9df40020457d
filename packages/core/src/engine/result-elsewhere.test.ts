import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { openEngine } from "../testing/open-engine.ts";
import { passMs, passTime, quiet } from "../testing/virtual-time.ts";

const long = workflow("long", (wf) => wf.step("s", () => new Promise(() => {})));

describe("who waits for the result of a run that is executed here", () => {
  it.each(["here", "elsewhere"])("is told when it is killed %s", async (where) => {
    const [host, store] = [virtualHost(), memory()];
    const engine = await openEngine({ host, store, workflows: [long] });
    const client = where === "here" ? engine : await openEngine({ host, store, worker: false });
    const run = await passTime(host, engine.start(long, undefined, { id: "r" }));
    const ended = run.result().catch((error) => error.code);
    await quiet(host);
    const since = host.monotonic();
    await passTime(host, client.handle("r").kill());
    await passMs(host, 2_000);
    expect(await passTime(host, ended, 60_000)).toBe("run-cancelled");
    expect(host.monotonic() - since).toBe(2_000);
  });
});

describe("who waits for the result of a run that is removed", () => {
  it("before it was read how it ended, is told that there is none", async () => {
    const quick = workflow("quick", (wf) => wf.step("s", () => 1));
    const engine = await openEngine({ workflows: [quick] });
    const run = await engine.start(quick, undefined, { id: "r" });
    await engine.handle("r").result();
    await (await engine.start(quick)).result();
    expect((await engine.gc({ olderThan: 0 })).runs).toBe(1);
    await expect(run.result({ timeout: 100 })).rejects.toMatchObject({ code: "unknown-run", facts: { id: "r" } });
  });
});

describe("who waits for the result of a run that ends because another does", () => {
  const child = workflow({ name: "child", queue: "slow" }, (wf) => wf.sleep("1 day"));
  const parent = workflow("parent", (wf) => wf.call(child, undefined, { id: "c" }));

  it.each(["it waits", "it has not begun"])("is told while %s", async (state) => {
    const host = virtualHost();
    const engine = await openEngine({ host, workflows: [child, parent], worker: { queues: ["default", "slow"] } });
    if (state === "it has not begun") await engine.queues.pause("slow");
    const run = await passTime(host, engine.start(parent));
    await passMs(host, 1_000);
    const ended = engine
      .handle("c")
      .result()
      .catch((error) => error.code);
    await quiet(host);
    await passTime(host, state === "it waits" ? run.kill() : run.cancel());
    expect(await passTime(host, ended, 60_000)).toBe("run-cancelled");
  });

  it("is told when it was replaced by a child of a run that is executed here", async () => {
    const host = virtualHost();
    const alone = workflow({ name: "alone", concurrency: { limit: 1, onConflict: "replace" } }, (wf) =>
      wf.sleep("1 h"),
    );
    const caller = workflow("caller", async (wf) => {
      await wf.sleep("1 min");
      return await wf.call(alone, undefined, { id: "new" });
    });
    const engine = await openEngine({ host, workflows: [alone, caller] });
    await passTime(host, engine.start(alone, undefined, { id: "old", delay: "2 h" }));
    const ended = engine
      .handle("old")
      .result()
      .catch((error) => error.code);
    await passTime(host, engine.start(caller));
    expect(await passTime(host, ended, 120_000)).toBe("run-cancelled");
  });

  it("is told when it is blocked because its journal is damaged", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [host, file] = [virtualHost(), join(folder, "test.db")];
    const flow = workflow("flow", async (wf) => {
      await wf.step("s", () => 1);
      await wf.sleep("1 h");
    });
    const before = await openEngine({ host, store: sqlite(file), workflows: [flow] });
    await passTime(host, before.start(flow, undefined, { id: "r" }));
    await passMs(host, 1_000);
    await passTime(host, before.close());
    const db = new DatabaseSync(file);
    db.exec("UPDATE journal SET checksum = checksum + 1");
    db.close();
    const engine = await openEngine({ host, store: sqlite(file), workflows: [flow] });
    const result = engine.handle("r").result({ rejectOn: ["blocked"] });
    const blocked = result.catch((error) => error.code);
    expect(await passTime(host, blocked, 7_200_000)).toBe("run-blocked");
  });
});
