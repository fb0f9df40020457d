import { describe, expect, it } from "vitest";
import type { RunRow, Store } from "../port.ts";
import {
  change,
  claim,
  type MakeProvider,
  newDatabase,
  newEntry,
  reread,
  startPending,
  startRunning,
  t0,
  write,
} from "./bench.ts";

const pause = (store: Store, run: RunRow, at = t0 + 1) => store.control(run.key, { kind: "pause" }, at);
const resume = (store: Store, run: RunRow, at = t0 + 2) => store.control(run.key, { kind: "resume" }, at);

export function requestsContract(make: MakeProvider): void {
  describe("pause", () => pauses(make));
  describe("resume", () => resumes(make));
  describe("a request that meets a parking run", () => races(make));
}

function pauses(make: MakeProvider): void {
  it("stops a pending and a waiting run at once", async () => {
    const engine = await newDatabase(make).engine();
    const [pending, waiting] = [await startPending(engine.store), await startRunning(engine)];
    await change(engine, waiting, { event: "park", seen: 0, wakeAt: t0 + 5, why: "" });
    for (const run of [pending, waiting]) {
      const paused = { status: "paused", pausedAt: t0 + 1, wakeAt: undefined };
      expect(await pause(engine.store, run)).toMatchObject(paused);
    }
    expect(await claim(engine, {}, t0 + 99)).toEqual([]);
  });

  it("asks the owner of a running one, once", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    expect(await pause(engine.store, run)).toMatchObject({ status: "running", pauseRequestedAt: t0 + 1 });
    expect(await pause(engine.store, run, t0 + 5)).toMatchObject({ pauseRequestedAt: t0 + 1 });
    expect(await engine.store.notices(engine.worker)).toMatchObject([{ run: run.key, kind: "pause" }]);
    await change(engine, run, { event: "pause" }, t0 + 6);
    expect(await reread(engine.store, run)).toMatchObject({ status: "paused", pausedAt: t0 + 6 });
  });

  it("that was taken back meanwhile stops nothing: the run is given back", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await pause(engine.store, run);
    await resume(engine.store, run, t0 + 2);
    await change(engine, run, { event: "pause" }, t0 + 6);
    expect(await reread(engine.store, run)).toMatchObject({ status: "pending", owner: undefined, pausedAt: undefined });
  });

  it("changes nothing of a paused, blocked or finished one", async () => {
    const engine = await newDatabase(make).engine();
    const runs = [await startRunning(engine), await startRunning(engine), await startRunning(engine)] as const;
    await pause(engine.store, runs[0]);
    await change(engine, runs[0], { event: "pause" });
    await change(engine, runs[1], { event: "block", error: "1", why: "w" });
    await change(engine, runs[2], { event: "complete", output: "1" });
    for (const run of runs) {
      const before = await reread(engine.store, run);
      expect(await pause(engine.store, run)).toEqual(before);
    }
  });
}

function resumes(make: MakeProvider): void {
  it("makes a paused run pending, and counts the time", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await pause(engine.store, run);
    await change(engine, run, { event: "pause" }, t0 + 10);
    const back = { status: "pending", pausedMs: 30, pausedAt: undefined, pauseRequestedAt: undefined };
    expect(await resume(engine.store, run, t0 + 40)).toMatchObject(back);
    expect(await claim(engine, {}, t0 + 40)).toHaveLength(1);
  });

  it("counts no time before the first claim, and keeps a delay", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startPending(engine.store, { availableAt: t0 + 100 });
    await pause(engine.store, run);
    expect(await resume(engine.store, run, t0 + 40)).toMatchObject({ status: "pending", pausedMs: 0 });
    expect(await claim(engine, {}, t0 + 99)).toEqual([]);
    expect(await claim(engine, {}, t0 + 100)).toHaveLength(1);
  });

  it("lets a blocked run go on, without suspicion and without its error", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await change(engine, run, { event: "block", error: "1", why: "w" });
    const back = { status: "pending", deaths: 0, error: undefined, why: undefined };
    expect(await resume(engine.store, run)).toMatchObject(back);
  });

  it("takes a request back that was not carried out yet", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await pause(engine.store, run);
    expect(await resume(engine.store, run)).toMatchObject({ status: "running", pauseRequestedAt: undefined });
    const kinds = (await engine.store.notices(engine.worker)).map((notice) => notice.kind);
    expect(kinds).toEqual(["pause", "resume"]);
  });

  it("changes nothing otherwise", async () => {
    const engine = await newDatabase(make).engine();
    const [running, pending] = [await startRunning(engine), await startPending(engine.store)];
    for (const run of [running, pending]) {
      const before = await reread(engine.store, run);
      expect(await resume(engine.store, run)).toEqual(before);
    }
  });
}

function races(make: MakeProvider): void {
  it("a cancel that the worker has not recorded wakes it at once", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await engine.store.control(run.key, { kind: "cancel", reason: "" }, t0);
    await change(engine, run, { event: "park", seen: 0, wakeAt: t0 + 1e9, why: "sleeps" }, t0 + 1);
    expect(await reread(engine.store, run)).toMatchObject({ status: "pending", wakeAt: undefined });
    expect(await claim(engine, {}, t0 + 1)).toHaveLength(1);
  });

  it.each(["cancel", "timeout"] as const)(
    "once a %s is recorded, a cancel lets it park, as a compensation may",
    async (kind) => {
      const engine = await newDatabase(make).engine();
      const run = await startRunning(engine);
      await engine.store.control(run.key, { kind: "cancel", reason: "" }, t0);
      const entries = [newEntry(1, { kind, op: "", value: undefined })];
      await write(engine, run, { entries, change: { event: "park", seen: 0, wakeAt: t0 + 1e9, why: "sleeps" } });
      expect(await reread(engine.store, run)).toMatchObject({ status: "waiting", wakeAt: t0 + 1e9 });
    },
  );

  it("a pause holds it", async () => {
    const engine = await newDatabase(make).engine();
    const run = await startRunning(engine);
    await pause(engine.store, run);
    await change(engine, run, { event: "park", seen: 0, wakeAt: t0 + 5, why: "sleeps" }, t0 + 2);
    const paused = { status: "paused", pausedAt: t0 + 2, pauseRequestedAt: undefined, wakeAt: undefined };
    expect(await reread(engine.store, run)).toMatchObject(paused);
  });
}
