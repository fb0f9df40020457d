import { readFileSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { newEntry, registerIn, startPending, startRunning, write } from "../contract/bench.ts";
import { newFile, openFile } from "./test-files.ts";

const soon = { timeout: 2_000, interval: 2 };

describe("the sidecar file", () => {
  it("is touched for what others wait for, not for entries alone", async () => {
    const file = newFile();
    const [listener, store] = [await openFile(file), await openFile(file)];
    const engine = { store, worker: await registerIn(store) };
    const run = await startRunning(engine);
    listener.onForeignChange(() => {});
    const touched = () => readFileSync(`${file}-wake`, "utf8") !== "";
    await write(engine, run, { entries: [newEntry(1)] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(touched()).toBe(false);
    await write(engine, run, { change: { event: "complete", output: "1" } });
    await vi.waitFor(() => expect(touched()).toBe(true), soon);
  });

  it("is not there while nobody listens", async () => {
    const file = newFile();
    await startPending(await openFile(file));
    expect(() => readFileSync(`${file}-wake`)).toThrow("ENOENT");
  });

  it("entries alone are heard by the poll", async () => {
    const file = newFile();
    const [listener, store] = [await openFile(file), await openFile(file)];
    const engine = { store, worker: await registerIn(store) };
    const run = await startRunning(engine);
    const heard = vi.fn();
    listener.onForeignChange(heard);
    await write(engine, run, { entries: [newEntry(1)] });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledTimes(1), soon);
  });
});
