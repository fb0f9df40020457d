import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { startPending } from "../contract/bench.ts";
import { sqlite } from "./index.ts";
import { newFile, newFolder, newStoreFile, openFile } from "./test-files.ts";

function change(file: string, sql: string): void {
  const db = new DatabaseSync(file);
  db.exec(sql);
  db.close();
}

describe("opening a store", () => {
  it("makes the file, and finds what is in it the next time", async () => {
    const file = await newStoreFile();
    const store = await openFile(file);
    expect(await store.find("x")).toMatchObject({ status: "pending" });
  });

  it("takes an empty file", async () => {
    const file = newFile();
    writeFileSync(file, "");
    expect(await (await openFile(file)).find("x")).toBeUndefined();
  });

  it("is a store as soon as it is open: the file of a process that died is not empty without its -wal", async () => {
    const file = newFile();
    await openFile(file);
    const copy = newFile();
    copyFileSync(file, copy);
    const db = new DatabaseSync(copy);
    expect(db.prepare("SELECT name FROM sqlite_schema WHERE name = 'runs'").all()).toHaveLength(1);
    expect(db.prepare("SELECT max(number) AS number FROM migrations").get()).toEqual({ number: 1 });
    db.close();
    expect(await (await openFile(copy)).list({}, { limit: 1 })).toEqual({ items: [], next: undefined });
  });

  it("lets several open a new file at once", async () => {
    const file = newFile();
    const stores = await Promise.all([openFile(file), openFile(file), openFile(file)]);
    for (const store of stores) await startPending(store);
    expect(await stores[0]?.count({}, 9)).toBe(3);
  });

  it("takes a file whose tables another process makes while it looks whose file it is", async () => {
    const { Connection } = await import("./driver.ts");
    const { migrate } = await import("./migrate.ts");
    const file = newFile();
    new DatabaseSync(file).exec("PRAGMA journal_mode = WAL; VACUUM");
    let made = false;
    class Late extends Connection {
      override value(sql: string) {
        const found = super.value(sql);
        if (sql === "PRAGMA application_id" && !made) {
          made = true;
          const other = new Connection({ location: file, busyMs: 0, readOnly: false });
          migrate(other, { path: file, now: 0 });
          other.close();
        }
        return found;
      }
    }
    const store = await openFile(file, { connect: (options) => new Late(options) });
    expect(made).toBe(true);
    await startPending(store);
  });

  it("leaves one file behind when the last connection closes", async () => {
    const file = newFile();
    const [one, two] = [await openFile(file), await openFile(file)];
    one.onForeignChange(() => {});
    await startPending(two);
    await one.close();
    expect(existsSync(`${file}-wal`)).toBe(true);
    await two.close();
    for (const suffix of ["-wal", "-shm", "-wake"]) expect(existsSync(file + suffix)).toBe(false);
  });

  it("writes with WAL and full durability", async () => {
    const file = newFile();
    const pragmas: unknown[] = [];
    const { Connection } = await import("./driver.ts");
    const store = await openFile(file, {
      connect: (options) => {
        const db = new Connection(options);
        pragmas.push(() => ["journal_mode", "synchronous", "foreign_keys"].map((name) => db.value(`PRAGMA ${name}`)));
        return db;
      },
    });
    await startPending(store);
    expect((pragmas.at(-1) as () => unknown)()).toEqual(["wal", 2, 1]);
  });

  it.each(["", ":memory:", "file:x.db"])("refuses %j as a path", (path) => {
    expect(() => sqlite(path)).toThrow(expect.objectContaining({ code: "invalid-option" }));
  });
});

describe("a file that is no store", () => {
  it("missing folder", async () => {
    const file = join(newFolder(), "none", "test.db");
    const expected = { code: "store-unreadable", message: expect.stringContaining("does not exist") };
    await expect(openFile(file)).rejects.toMatchObject(expected);
  });

  it("a folder", async () => {
    await expect(openFile(newFolder())).rejects.toMatchObject({ code: "store-unreadable" });
  });

  it("a text file, which is left as it is", async () => {
    const file = newFile();
    const text = "hello, this is not a database\n".repeat(50);
    writeFileSync(file, text);
    await expect(openFile(file)).rejects.toMatchObject({ code: "store-unreadable" });
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("a database of something else, which is left as it is", async () => {
    const file = newFile();
    change(file, "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)");
    const before = readFileSync(file);
    await expect(openFile(file)).rejects.toMatchObject({ code: "store-unreadable" });
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

describe("the schema", () => {
  it("of a newer release is refused", async () => {
    const file = await newStoreFile();
    change(file, "PRAGMA user_version = 99; INSERT INTO migrations VALUES (99, 'later', 1, 99, 1)");
    await expect(openFile(file)).rejects.toMatchObject({ code: "store-too-new", facts: { found: 99 } });
  });

  it("of a newer release that says it works with this one is taken", async () => {
    const file = await newStoreFile();
    change(file, "PRAGMA user_version = 99; INSERT INTO migrations VALUES (99, 'later', 1, 1, 1)");
    expect(await (await openFile(file)).find("x")).toBeDefined();
  });

  it("with a migration that is not ours is refused", async () => {
    const file = await newStoreFile();
    change(file, "UPDATE migrations SET checksum = 1");
    await expect(openFile(file)).rejects.toMatchObject({ code: "store-unreadable" });
  });
});

describe("a file that cannot be written", () => {
  // Root may write everywhere, so the other user tries.
  const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const script = `
    const [{ sqlite }, { nodeHost }] = await Promise.all([import(process.argv[1]), import(process.argv[2])]);
    await sqlite(process.argv[3]).open({ host: nodeHost(), namespace: "default" })
      .then(() => console.log("opened"), (error) => console.log(error.code));`;
  function tryAsNobody(file: string): string {
    const [store, host] = [
      new URL("index.ts", import.meta.url).href,
      new URL("../../host/node.ts", import.meta.url).href,
    ];
    const args = ["--input-type=module", "-e", script, store, host, file];
    const child = spawnSync(process.execPath, args, { ...nobody, encoding: "utf8" });
    return child.stdout.trim() || child.stderr;
  }

  it.each([
    [0o444, 0o555],
    [0o444, 0o777],
    [0o666, 0o555],
  ])("file %i in a folder %i (modes): store-read-only", async (fileMode, folderMode) => {
    const file = await newStoreFile();
    chmodSync(file, fileMode);
    chmodSync(dirname(file), folderMode);
    expect(tryAsNobody(file)).toBe("store-read-only");
  });

  it("nor made, in a folder that cannot be written", () => {
    const folder = newFolder();
    chmodSync(folder, 0o555);
    expect(tryAsNobody(join(folder, "new.db"))).toBe("store-read-only");
  });

  it("nor read: store-unreadable", async () => {
    const file = await newStoreFile();
    chmodSync(file, 0o000);
    chmodSync(dirname(file), 0o777);
    expect(tryAsNobody(file)).toBe("store-unreadable");
  });
});
