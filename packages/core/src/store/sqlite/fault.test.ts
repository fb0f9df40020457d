import { spawnSync } from "node:child_process";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import {
  newBatch,
  newEntry,
  newStart,
  registerIn,
  startPending,
  startRunning,
  write,
  writeOf,
} from "../contract/bench.ts";
import type { Store, WorkerKey } from "../port.ts";
import { Connection, type Statement } from "./driver.ts";
import type { Connect } from "./place.ts";
import { newFile, openFile } from "./test-files.ts";

/** Extended code of a failed fsync (SQLITE_IOERR_FSYNC). */
const ioErrorFsync = 1034;

/** Connections whose next COMMIT fails as a failing disk would make it. */
function failingCommits() {
  let armed: "before" | "after" | undefined;
  const connect: Connect = (options) => {
    const db = new Connection(options);
    const plain = db.stmt.bind(db);
    db.stmt = (sql) => {
      const statement = plain(sql);
      if (sql !== "COMMIT" || armed === undefined) return statement;
      const when = armed;
      armed = undefined;
      const run = () => {
        if (when === "after") statement.run();
        throw Object.assign(new Error("disk I/O error"), { errcode: ioErrorFsync });
      };
      return { run } as unknown as Statement;
    };
    return db;
  };
  return { connect, arm: (when: "before" | "after") => (armed = when) };
}

describe("an I/O error at COMMIT", () => {
  it.each(["before", "after"] as const)("%s it landed: outcome-unknown, and recover tells", async (when) => {
    const faults = failingCommits();
    const store = await openFile(newFile(), faults);
    const engine = { store, worker: await registerIn(store) };
    const run = await startRunning(engine);
    const batch = newBatch(engine.worker, {
      starts: [newStart({ id: "x" })],
      writes: [writeOf(run, { entries: [newEntry(1)] })],
    });
    faults.arm(when);
    await expect(store.commit(batch)).rejects.toMatchObject({ code: "outcome-unknown" });
    const recovered = await store.recover(batch);
    if (when === "after") {
      expect(recovered).toMatchObject({ starts: [{ created: true, row: { id: "x" } }] });
    } else {
      expect(recovered).toBeUndefined();
      expect(await store.find("x")).toBeUndefined();
      await store.commit(batch);
    }
    expect(await store.journal(run.key, 0, 9)).toHaveLength(1);
    expect(await write(engine, run, { entries: [newEntry(2)] })).toMatchObject({ lost: [] });
  });

  it("of another verb is unknown too, and the store goes on", async () => {
    const faults = failingCommits();
    const store = await openFile(newFile(), faults);
    const run = await startPending(store);
    faults.arm("before");
    await expect(store.control(run.key, { kind: "pause" }, 1)).rejects.toMatchObject({ code: "outcome-unknown" });
    expect(await store.get(run.key)).toMatchObject({ status: "pending" });
  });
});

describe("a full disk", () => {
  it("applies nothing, and the same batch lands when there is room", async () => {
    let db: Connection | undefined;
    const store = await openFile(newFile(), { connect: (options) => (db = new Connection(options)) });
    const engine = { store, worker: await registerIn(store) };
    const run = await startRunning(engine);
    db?.exec("PRAGMA max_page_count = 1");
    const entries = [newEntry(1, { value: JSON.stringify("x".repeat(100_000)) })];
    const batch = newBatch(engine.worker, { starts: [newStart({ id: "x" })], writes: [writeOf(run, { entries })] });
    await expect(store.commit(batch)).rejects.toMatchObject({ code: "store-full" });
    expect(await store.journal(run.key, 0, 9)).toEqual([]);
    expect(await store.find("x")).toBeUndefined();
    expect(await store.recover(batch)).toBeUndefined();
    db?.exec("PRAGMA max_page_count = 1000000");
    expect(await store.commit(batch)).toMatchObject({ lost: [] });
    expect(await store.journal(run.key, 0, 9)).toEqual(entries);
  });
});

describe("a disk that is really full", () => {
  const folder = "/mnt";
  const child = new URL("./test-children/full-disk.ts", import.meta.url).pathname;
  /** A mount of its own needs root, or user namespaces. */
  const inNamespace = ["--user", "--map-root-user", "--mount"];
  const canMount = spawnSync("unshare", [...inNamespace, "mount", "-t", "tmpfs", "tmpfs", folder]).status === 0;

  it.runIf(canMount)("store-full, and writing goes on when there is room", () => {
    const command = `mount -t tmpfs -o size=8m tmpfs ${folder} && exec "$0" "$1" ${folder}`;
    const args = [...inNamespace, "sh", "-c", command, process.execPath, child];
    const done = spawnSync("unshare", args, { encoding: "utf8" });
    expect(JSON.parse(done.stdout || JSON.stringify(done.stderr))).toEqual({
      codes: ["store-full"],
      written: 60,
      kept: 60,
    });
  });
});

describe("a lock that another process holds", () => {
  it("is waited for without stopping the event loop", async () => {
    const file = newFile();
    const store = await openFile(file);
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    const starting = startPending(store, { id: "x" });
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Reading goes on meanwhile.
    expect(await store.find("x")).toBeUndefined();
    other.exec("COMMIT");
    other.close();
    await starting;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(5);
    expect(await store.find("x")).toBeDefined();
  });

  it("is given up after the time allowed, and nothing was applied", async () => {
    const file = newFile();
    const store = await openFile(file, { busyMs: 50 });
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    await expect(startPending(store, { id: "x" })).rejects.toMatchObject({ code: "store-failed" });
    other.exec("ROLLBACK");
    other.close();
    expect(await store.find("x")).toBeUndefined();
  });
});

describe("the hot path", () => {
  it("writes the entries of held runs without reading anything, and reads again after another has written", async () => {
    const file = newFile();
    const used: string[] = [];
    const connect: Connect = (options) => {
      const db = new Connection(options);
      const plain = db.stmt.bind(db);
      db.stmt = (sql) => {
        used.push(sql);
        return plain(sql);
      };
      return db;
    };
    const store = await openFile(file, { connect });
    const engine = { store, worker: await registerIn(store) };
    const runs = [await startRunning(engine), await startRunning(engine)];
    const writeAll = async (seq: number) => {
      used.length = 0;
      await commitEntries(
        store,
        engine.worker,
        runs.map((run) => writeOf(run, { entries: [newEntry(seq)] })),
      );
      return used.filter((sql) => sql.startsWith("SELECT"));
    };
    expect(await writeAll(1)).toEqual([]);
    // Own commits do not look like those of others, however many.
    for (let seq = 2; seq < 30; seq++) expect(await writeAll(seq)).toEqual([]);
    await startPending(await openFile(file));
    expect(await writeAll(30)).not.toEqual([]);
    expect(await writeAll(31)).toEqual([]);
  });
});

function commitEntries(store: Store, worker: WorkerKey, writes: ReturnType<typeof writeOf>[]) {
  return store.commit(newBatch(worker, { writes }));
}
