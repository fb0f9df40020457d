import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import type { Entry } from "../../model/entry.ts";
import { change, newDatabase, newEntry, registerIn, startPending, startRunning, t0, write } from "../contract/bench.ts";
import { memory } from "../memory/memory.ts";
import { newFile, openFile } from "../sqlite/test-files.ts";
import { inspectStore } from "./inspect-store.ts";
import { broken, ofDone } from "./test-broken-store.ts";

// What a store must hold of itself is said in words where it does not; what is whole is found to be whole.

describe("inspecting a store", () => {
  it("finds entries that an index has lost, though each that is left is right", async () => {
    const file = newFile();
    const store = await openFile(file);
    const engine = { store, worker: await registerIn(store) };
    await write(engine, await startRunning(engine, { id: "r" }), { entries: [newEntry(1)] }, t0);
    await store.close();
    const db = new DatabaseSync(file);
    const root = Number(db.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'journal'").get()?.rootpage);
    db.close();
    const bytes = readFileSync(file);
    // How many cells the page holds: none of them, now.
    bytes.writeUInt16BE(0, (root - 1) * 4096 + 3);
    writeFileSync(file, bytes);
    const again = await openFile(file);
    const { findings } = await inspectStore(again);
    expect(findings.filter(({ about }) => about === "file").map(({ problem }) => problem)).not.toEqual([]);
  });

  it("finds nothing where all is well, and counts what it has looked at", async () => {
    expect(await broken("")).toEqual([]);
    const engine = await newDatabase(() => ({ provider: memory(), dispose() {} })).engine();
    for (let n = 0; n < 201; n++) await startPending(engine.store);
    expect(await inspectStore(engine.store)).toEqual({ runs: 201, findings: [], complete: true });
  });

  it("says of a state that is none that it is none", async () => {
    const found = await broken(
      "PRAGMA ignore_check_constraints = 1; UPDATE runs SET state = 'cnmpleted' WHERE id = 'done'",
    );
    expect(found).toContainEqual('row done: its state is "cnmpleted", which is none');
    expect(found).toContainEqual(expect.stringMatching(/^file : .*CHECK constraint failed in runs/));
  });

  it.each([
    [
      "UPDATE run_counts SET runs = 7 WHERE state = 'completed'",
      /^counters : the counter of order on queue default, completed \(runs there are\) says 7, and the rows say 1$/,
    ],
    [`DELETE FROM journal WHERE run = ${ofDone} AND seq = 1`, /^journal done: position 1 is missing: 2 stands there$/],
    [
      `UPDATE journal SET value = '"x"' WHERE run = ${ofDone} AND seq = 2`,
      /^journal done: .*entry 2 of run \d+ does not fit its checksum$/,
    ],
    ["UPDATE runs SET output = NULL WHERE id = 'done'", /^row done: it is completed and has no output$/],
    ["UPDATE runs SET output = '{' WHERE id = 'done'", /^value done: its output cannot be read: .*cannot be decoded/],
    ["UPDATE runs SET input = '$b:none' WHERE id = 'done'", /^value done: its input cannot be read/],
    ["UPDATE runs SET input = NULL WHERE id = 'done'", /^value done: its input cannot be read/],
    [
      `INSERT INTO inbox (run, name, payload, at) VALUES (${ofDone}, 'signal~s', '{', 1)`,
      /^value done: its message "signal~s" cannot be read/,
    ],
    [`UPDATE run_data SET value = 'x' WHERE run = ${ofDone}`, /^value done: its datum "k" cannot be read/],
    ["DELETE FROM workers", /^row busy: it is running, and its worker \(\d+\) is not registered$/],
    [
      `INSERT INTO needs (run, place, namespace, units, keep, held, rank, since) SELECT key, 'limit:gpu', namespace, 1, 1, 1, 0, 0 FROM runs WHERE id = 'done'`,
      /^place done: it is over, and still holds limit:gpu$/,
    ],
  ])("%s", async (sql, expected) => {
    expect(await broken(sql)).toEqual([expect.stringMatching(expected)]);
  });

  it("finds two ends of one operation, attempts with gaps, and times that go back", async () => {
    const wrong: Partial<Entry>[] = [
      { op: "a" },
      { op: "a" },
      { op: "b", kind: "attempt", attempt: 2 },
      { op: "c", at: t0 - 1 },
      { op: "d", kind: "attempt", attempt: 1, value: '{"error":"e","nextAt":9000000000000,"maxAttempts":1}' },
      { op: "d", kind: "step", attempt: 2 },
      { op: "undo~compensate", kind: "undo", value: '["compensate/y","compensate/x"]' },
      { op: "compensate/x" },
    ];
    const entries = wrong.map((parts, index) => newEntry(index + 1, parts));
    const found = await broken("", async (engine) =>
      write(engine, await startRunning(engine, { id: "w" }), { entries }),
    );
    expect(found).toEqual([
      'journal w: entry 2 ends "a", which had ended before',
      'journal w: entry 3 is attempt 2 of "b", after 0',
      "journal w: entry 4 took effect before the entry ahead of it",
      'journal w: entry 5 lets another attempt of "d" follow the last of 1',
      'journal w: entry 8 undoes "compensate/x" when it was the turn of "compensate/y"',
    ]);
  });

  it("finds a run that was not told of the end of its child", async () => {
    const found = await broken("DELETE FROM inbox; DELETE FROM awaits", async (engine) => {
      const parent = await startRunning(engine, { id: "parent" });
      const entries = [newEntry(1, { kind: "child-started", op: "call~c", value: '"child"' })];
      const park = { event: "park", wakeAt: undefined, why: "waits", seen: 0 } as const;
      await write(engine, parent, { entries, change: park });
      const child = await startRunning(engine, { id: "child" });
      await change(engine, child, { event: "complete", output: "1" });
    });
    expect(found).toEqual([
      'row parent: it waits for run "child", which is completed, and has not been told (position 1)',
    ]);
  });

  it("finds that a run has failed, and nothing says of what", async () => {
    const found = await broken("UPDATE runs SET error = NULL WHERE id = 'f'", async (engine) => {
      await change(engine, await startRunning(engine, { id: "f" }), { event: "fail", error: '"e"', why: "e" });
    });
    expect(found).toEqual(["row f: it is failed and has no error"]);
  });

  it("goes on after a row that cannot be read, and says which it is", async () => {
    const found = await broken(
      "UPDATE runs SET needs = '{' WHERE id = 'done'; UPDATE runs SET seed = 'x' WHERE id = 'busy'",
    );
    expect(found).toEqual([
      "row busy: its seed is none: what its code draws would differ",
      expect.stringMatching(/^row done: the store failed at export/),
    ]);
  });

  it("finds a generation that goes on although another has followed it", async () => {
    const found = await broken(
      "UPDATE runs SET state = 'paused', ended_at = NULL WHERE superseded = 1",
      async (engine) => {
        const run = await startRunning(engine, { id: "f" });
        await change(engine, run, { event: "fail", error: '"e"', why: "e" });
        await engine.store.nextGeneration(run.key, { entries: [], seed: run.seed }, t0);
      },
    );
    expect(found).toContain("row f: generation 1 is paused, and another has followed it");
  });

  it("looks at generations that others followed, too", async () => {
    const found = await broken(
      "UPDATE journal SET seq = 9 WHERE run = (SELECT key FROM runs WHERE superseded = 1)",
      async (engine) => {
        const run = await startRunning(engine, { id: "f" });
        await write(engine, run, { entries: [newEntry(1)] });
        await change(engine, run, { event: "fail", error: '"e"', why: "e" });
        await engine.store.nextGeneration(run.key, { entries: [], seed: run.seed }, t0);
      },
    );
    expect(found).toEqual([expect.stringMatching(/^journal f: /)]);
  });

  it("stops after a hundred findings, and says so", async () => {
    const file = newFile();
    const store = await openFile(file);
    for (let n = 0; n < 150; n++) await startPending(store);
    await store.close();
    const db = new DatabaseSync(file);
    db.exec("UPDATE runs SET input = '{'");
    db.close();
    expect(await inspectStore(await openFile(file))).toMatchObject({ runs: 100, complete: false });
  });
});
