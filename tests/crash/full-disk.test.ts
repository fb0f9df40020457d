import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { Stepwell, workflow } from "@stepwell/core";
import { describe, expect, it } from "vitest";
import type { Connection } from "../../packages/core/src/store/sqlite/driver.ts";
import { connect } from "../../packages/core/src/store/sqlite/open.ts";
import { sqliteProvider } from "../../packages/core/src/store/sqlite/provider.ts";
import { checkStore } from "../../packages/core/src/testing/invariants.ts";
import { look } from "../../packages/core/src/testing/open-engine.ts";
import { eventually, newFolder } from "./processes.ts";

const program = new URL("./full-disk.fixture.ts", import.meta.url).pathname;

describe("a disk that is full", () => {
  const folder = "/mnt";
  /** A mount of its own needs root, or user namespaces. */
  const inNamespace = ["--user", "--map-root-user", "--mount"];
  const canMount = spawnSync("unshare", [...inNamespace, "mount", "-t", "tmpfs", "tmpfs", folder]).status === 0;

  it.runIf(canMount)(
    "really: nothing is lost, no body starts meanwhile, and all runs complete when there is room",
    () => {
      const command = `mount -t tmpfs -o size=24m tmpfs ${folder} && exec "$0" "$1" ${folder}`;
      const args = [...inNamespace, "sh", "-c", command, process.execPath, program];
      const done = spawnSync("unshare", args, { encoding: "utf8", timeout: 25_000 });
      expect(JSON.parse(done.stdout || JSON.stringify(done.stderr))).toEqual({
        tries: true,
        begunWhileFull: 0,
        outputs: 30,
      });
    },
  );

  it("by a limit of pages: the same", async () => {
    const file = join(newFolder(), "test.db");
    const connections: Connection[] = [];
    const store = sqliteProvider({
      file,
      label: file,
      busyMs: 60_000,
      connect: (options) => {
        const db = connect(options);
        connections.push(db);
        return db;
      },
    });
    let full = false;
    const begunWhileFull: string[] = [];
    const bulky = workflow("bulky", async (wf, n: number) => {
      for (const name of ["a", "b", "c"])
        await wf.step(name, () => {
          if (full) begunWhileFull.push(`${n} ${name}`);
          return "x".repeat(20_000);
        });
      return n;
    });
    const notices: string[] = [];
    await using engine = await Stepwell.open({
      store,
      workflows: [bulky],
      log: (text, error) => {
        full = true;
        notices.push(`${text}: ${(error as { code: string }).code}`);
      },
    });
    const limit = (pages: number): void => {
      // The reader that looked at the file is closed by now.
      for (const db of connections.slice(-1)) db.exec(`PRAGMA max_page_count = ${pages}`);
    };
    limit(100);
    const starting = Promise.all(Array.from({ length: 20 }, (_, n) => engine.start(bulky, n, { id: `r${n}` })));
    await eventually("it is full", () => notices.length >= 3);
    expect(notices[0]).toMatch(/^writing failed, again in \d+ ms: store-full$/);
    full = false;
    limit(1_000_000);
    const handles = await starting;
    expect(await Promise.all(handles.map((handle) => handle.result()))).toEqual(
      Array.from({ length: 20 }, (_, n) => n),
    );
    expect(begunWhileFull).toEqual([]);
    await checkStore(await look(store));
  });
});
