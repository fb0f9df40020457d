import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { StepwellError } from "../../model/errors.ts";
import { claim, newEntry, registerIn, startPending, startRunning, write } from "../contract/bench.ts";
import { compareCounters } from "../contract/counters.ts";
import { brokenByCrash, crashedCopy } from "./test-crashes.ts";
import { newFile, newFolder, newStoreFile, openFile } from "./test-files.ts";

describe("damage", () => {
  it("a truncated file is refused and not changed", async () => {
    const file = await newStoreFile();
    truncateSync(file, 40_960);
    const before = readFileSync(file);
    await expect(openFile(file)).rejects.toMatchObject({ code: "store-damaged" });
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("a flipped bit in a value is found when the journal is read, naming run and position", async () => {
    const file = newFile();
    const store = await openFile(file);
    const engine = { store, worker: await registerIn(store) };
    const run = await startRunning(engine);
    await write(engine, run, { entries: [newEntry(1), newEntry(2, { value: '"needle-in-the-journal"' })] });
    await store.close();
    const bytes = readFileSync(file);
    const at = bytes.indexOf("needle-in-the-journal");
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    const again = await openFile(file);
    const expected = { code: "store-damaged", message: expect.stringContaining(`entry 2 of run ${run.key}`) };
    await expect(again.journal(run.key, 0, 9)).rejects.toMatchObject(expected);
    expect(await again.journal(run.key, 0, 1)).toHaveLength(1);
    // A claim blocks that run alone, and says why.
    await again.reap([{ key: engine.worker }], 0);
    await startPending(again, { id: "whole" });
    const claimed = await claim({ store: again, worker: await registerIn(again) });
    expect(claimed.map(({ row }) => row.id)).toEqual(["whole"]);
    const why = expect.stringContaining(`entry 2 of run ${run.key}`);
    expect(await again.get(run.key)).toMatchObject({ status: "blocked", owner: undefined, why });
    await compareCounters(again);
  });

  it("a broken page is found when the process before died, and the file is left as it is", async () => {
    const { crashed, bytes } = await brokenByCrash();
    await expect(openFile(crashed)).rejects.toMatchObject({ code: "store-damaged" });
    expect(readFileSync(crashed).equals(bytes)).toBe(true);
    expect(existsSync(`${crashed}-wal`)).toBe(true);
  });

  it("in a file too large to be checked first is found beside the work, and from then on nothing is written", async () => {
    const { crashed } = await brokenByCrash();
    const found = Promise.withResolvers<StepwellError>();
    const store = await openFile(crashed, { checkAtOnceBytes: 0, damaged: found.resolve });
    expect(await found.promise).toMatchObject({ code: "store-damaged", facts: { path: crashed } });
    const refused = { code: "store-damaged" };
    await expect(startPending(store)).rejects.toMatchObject(refused);
    await expect(registerIn(store)).rejects.toMatchObject(refused);
    expect(await store.workers()).toEqual([]);
  });

  it("is not looked for in a large file by who only looks at it; whole ones are found to be whole", async () => {
    const { crashed } = await brokenByCrash();
    const only = await openFile(crashed, { checkAtOnceBytes: 0 });
    expect(await only.workers()).toEqual([]);
    await only.close();
    const whole = await crashedCopy(await newStoreFile());
    const problems: unknown[] = [];
    const store = await openFile(whole, { checkAtOnceBytes: 0, damaged: (error) => problems.push(error) });
    await startPending(store);
    await store.close();
    expect(problems).toEqual([]);
  });

  it("a process that died leaves a store that opens with all that was committed", async () => {
    const file = newFile();
    const store = await openFile(file);
    await startPending(store, { id: "x" });
    const crashed = join(newFolder(), "test.db");
    copyFileSync(file, crashed);
    copyFileSync(`${file}-wal`, `${crashed}-wal`);
    expect(await (await openFile(crashed)).find("x")).toBeDefined();
  });
});
