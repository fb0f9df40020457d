import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it, onTestFinished } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { openEngine } from "../testing/open-engine.ts";
import { turns, until } from "../testing/until.ts";

/** Another program holds the write lock from now on. */
function lock(file: string): { release(): void } {
  const db = new DatabaseSync(file);
  db.exec("BEGIN IMMEDIATE");
  return {
    release: () => {
      db.exec("ROLLBACK");
      db.close();
    },
  };
}

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "test.db");
}

const two = workflow("two", async (wf) => {
  const a = await wf.step("a", () => turns(2).then(() => 1));
  return a + (await wf.step("b", () => 2));
});

describe("a lock that somebody else holds", () => {
  it("holds runs up, and they go on when it is free", async () => {
    const file = newFile();
    const engine = await openEngine({ store: sqlite(file), workflows: [two] });
    const handle = await engine.start(two);
    const other = lock(file);
    await turns(100);
    expect((await handle.status()).status).toBe("running");
    other.release();
    expect(await handle.result()).toBe(3);
  });

  it("for longer than the store waits is trouble of the store, not of the runs: none is blocked or lost", async () => {
    const file = newFile();
    const notices: string[] = [];
    const store = sqlite(file, { busyMs: 20 });
    const engine = await openEngine({ store, workflows: [two], log: (text) => void notices.push(text) });
    const handles = await Promise.all([1, 2, 3].map(() => engine.start(two)));
    const other = lock(file);
    await until("writing has failed for a while", () => notices.length >= 3);
    other.release();
    for (const handle of handles) expect(await handle.result({ rejectOn: ["blocked"], timeout: "5 s" })).toBe(3);
  });
});
