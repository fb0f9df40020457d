import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { madeOf, newBatch, newEntry, newStart, only, registerIn, t0, write } from "../contract/bench.ts";
import type { RunKey, Store } from "../port.ts";
import { newFile, openFile } from "./test-files.ts";

const large = (letter: string): string => JSON.stringify(letter.repeat(1_200_000));

function countOf(file: string, sql: string): number {
  const db = new DatabaseSync(file);
  const row = db.prepare(sql).get() as { n: number };
  db.close();
  return row.n;
}

/** A finished run whose input, entries and data are large; two entries hold the same. */
async function finishedRun(store: Store): Promise<RunKey> {
  const worker = await registerIn(store);
  const start = newStart({ input: large("i"), claimNow: true });
  const row = madeOf(only((await store.commit(newBatch(worker, { starts: [start] }))).starts));
  const entries = ["e", "e", "f"].map((letter, index) => ({ ...newEntry(index + 1), value: large(letter) }));
  const change = { event: "fail", error: "1", why: "w" } as const;
  await write({ store, worker }, row, { entries, data: [["k", large("d")]], change });
  return row.key;
}

describe("a large value", () => {
  it("is kept once, whoever names it, and small ones stay where they are", async () => {
    const file = newFile();
    const store = await openFile(file);
    const run = await finishedRun(store);
    expect(countOf(file, "SELECT count(*) AS n FROM blobs")).toBe(4);
    const entries = await store.journal(run, 0, 10);
    await store.nextGeneration(run, { entries, seed: "0".repeat(32) }, t0);
    expect(countOf(file, "SELECT count(*) AS n FROM blobs")).toBe(4);
    expect(countOf(file, "SELECT count(*) AS n FROM blob_uses")).toBe(8);
    expect(countOf(file, "SELECT max(length(value)) AS n FROM journal")).toBeLessThan(100);
    const small = newStart({ input: JSON.stringify("s".repeat(1_000_000)) });
    await store.commit(newBatch(undefined, { starts: [small] }));
    expect(countOf(file, "SELECT count(*) AS n FROM blobs")).toBe(4);
  });

  it("goes with the last run that uses it", async () => {
    const file = newFile();
    const store = await openFile(file);
    const run = await finishedRun(store);
    const [first] = await store.journal(run, 0, 1);
    const next = await store.nextGeneration(run, { entries: [first!], seed: "0".repeat(32) }, t0);
    const removed = await store.remove([run]);
    expect(removed).toMatchObject({ entries: 3, more: false });
    // The next generation uses what its input, data and journal name; what only the first one named is gone.
    expect(countOf(file, "SELECT count(*) AS n FROM blobs")).toBe(3);
    expect(await store.journal(next.key, 0, 1)).toEqual([first]);
    await store.control(next.key, { kind: "kill", reason: "" }, t0);
    // The row with the highest key stays.
    await store.commit(newBatch(undefined, { starts: [newStart()] }));
    let bytes = 0;
    for (let more = true; more; ) {
      const part = await store.remove([next.key]);
      bytes += part.bytes;
      ({ more } = part);
    }
    expect(bytes).toBeGreaterThan(3 * 1_200_000);
    expect(countOf(file, "SELECT count(*) AS n FROM blobs")).toBe(0);
    expect(countOf(file, "SELECT count(*) AS n FROM blob_uses")).toBe(0);
  });

  it("that is gone damages the runs that name it, and no others", async () => {
    const file = newFile();
    const store = await openFile(file);
    const run = await finishedRun(store);
    const db = new DatabaseSync(file);
    db.exec("DELETE FROM blobs");
    db.close();
    await expect(store.journal(run, 0, 10)).rejects.toMatchObject({ code: "store-damaged" });
    // The engine finds that this is no value.
    expect((await store.get(run))?.input).toMatch(/^\$b:/);
    const { id } = (await store.get(run))!;
    const again = [newStart({ id, input: large("i") }), newStart()];
    const { starts } = await store.commit(newBatch(undefined, { starts: again }));
    expect(starts).toMatchObject([{ created: false, problem: "unreadable-input" }, { created: true }]);
  });
});
