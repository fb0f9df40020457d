import { describe, expect, it, vi } from "vitest";
import { registerIn } from "../contract/bench.ts";
import type { Store } from "../port.ts";
import { newFile, openFile } from "./test-files.ts";

const soon = { timeout: 5_000, interval: 10 };

async function beatAt(store: Store): Promise<number> {
  return (await store.workers())[0]?.beatAt ?? 0;
}

/** A pulse that the test moves. */
function newPulse(stallMs: number) {
  return { everyMs: 20, stallMs, pulse: new Int32Array(new SharedArrayBuffer(4)) };
}

describe("the heartbeat thread", () => {
  it("beats while the main loop is busy, until it is stopped", async () => {
    const store = await openFile(newFile());
    const worker = await registerIn(store, 1);
    const alive = store.keepAlive(worker, newPulse(60_000));
    await vi.waitFor(async () => expect(await beatAt(store)).toBeGreaterThan(1), soon);
    const before = await beatAt(store);
    // Nothing of this loop runs meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    expect(await beatAt(store)).toBeGreaterThan(before);
    await alive?.stop();
    const last = await beatAt(store);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await beatAt(store)).toBe(last);
  });

  it("stops speaking for a main loop that stands still, and speaks again when it moves", async () => {
    const store = await openFile(newFile());
    const worker = await registerIn(store, 1);
    const pulse = newPulse(60);
    const alive = store.keepAlive(worker, pulse);
    await vi.waitFor(async () => expect(await beatAt(store)).toBeGreaterThan(1), soon);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const last = await beatAt(store);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await beatAt(store)).toBe(last);
    Atomics.add(pulse.pulse, 0, 1);
    await vi.waitFor(async () => expect(await beatAt(store)).toBeGreaterThan(last), soon);
    await alive?.stop();
  });

  it("ends by itself when the worker was declared dead", async () => {
    const store = await openFile(newFile());
    const worker = await registerIn(store, 1);
    const alive = store.keepAlive(worker, newPulse(60_000));
    await store.reap([{ key: worker }], 2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await alive?.stop();
    expect(await store.beat(worker, 3)).toBe(false);
  });
});
