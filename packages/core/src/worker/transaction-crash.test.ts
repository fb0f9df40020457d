import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { describe, expect, it, onTestFinished } from "vitest";
import { workflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { StoreProvider } from "../store/port.ts";
import { sqlite } from "../store/sqlite/index.ts";
import { newFile } from "../store/sqlite/test-files.ts";
import { aroundStore } from "../testing/around-store.ts";
import { checkStore } from "../testing/invariants.ts";
import { Machine, type MortalProcess } from "../testing/mortal-process.ts";
import { look, openEngine } from "../testing/open-engine.ts";

// Invariant 19: a transaction's writes exist exactly when its entry does, wherever a process dies.

/** Notes its name in `noted`, in transactions one after the other and side by side, with steps between. */
const note = workflow("note", async (wf) => {
  const insert = (name: string) => wf.transaction(name, (sql) => sql`INSERT INTO noted VALUES (${name})`);
  await wf.transaction("make", (sql) => sql`CREATE TABLE noted (name TEXT)`);
  await wf.step("before", () => 1);
  await insert("first");
  await Promise.all([insert("left"), wf.step("beside", () => 1), insert("right")]);
  await wf.transaction(
    "flaky",
    async (sql, s) => {
      await sql`INSERT INTO noted VALUES ('flaky')`;
      if (s.attempt === 1) throw new RangeError("no");
    },
    { retry: { initial: 1 } },
  );
  return (await wf.transaction("all", (sql) => sql`SELECT name FROM noted ORDER BY name`)).map(({ name }) => name);
});

type When = "before" | "in the midst of" | "after";

/** The process dies at this call of those that write; counts them. */
function dying(process: MortalProcess, at: number, when: When) {
  let calls = 0;
  const here = (wanted: When) => calls === at && when === wanted;
  const store = aroundStore(process.parts.store, {
    commit: async (next, batch) => {
      calls += 1;
      if (here("before") || here("in the midst of")) process.kill();
      const result = await next(batch);
      if (here("after")) process.kill();
      return result;
    },
    transact: async (next, request) => {
      calls += 1;
      if (here("before")) process.kill();
      const body: typeof request.body = (sql) => {
        const result = request.body(sql);
        if (here("in the midst of")) process.kill();
        return result;
      };
      const outcome = await next({ ...request, body });
      if (here("after")) process.kill();
      return outcome;
    },
  });
  return { parts: { ...process.parts, store }, calls: () => calls };
}

async function dieAt(at: number, when: When): Promise<number> {
  const provider = memory();
  const machine = new Machine(provider);
  const first = dying(machine.process(), at, when);
  const engine = await openEngine({ ...first.parts, workflows: [note] });
  // Whether the start was acknowledged or not: then it is started again.
  await engine.start(note, undefined, { id: "r" }).catch(() => {});
  const next = await openEngine({ ...machine.process().parts, workflows: [note] });
  await next.start(note, undefined, { id: "r" });
  expect(await next.handle("r").result({ timeout: "20 s", rejectOn: ["blocked"] })).toEqual([
    "first",
    "flaky",
    "left",
    "right",
  ]);
  await checkStore(await look(provider));
  return first.calls();
}

describe("a process that dies", { timeout: 120_000 }, () => {
  it.each(["before", "in the midst of", "after"] as const)(
    "%s any commit leaves each transaction done once",
    async (when) => {
      const calls = await dieAt(Number.POSITIVE_INFINITY, when);
      expect(calls).toBeGreaterThan(6);
      for (let at = 1; at <= calls; at++) await dieAt(at, when);
    },
  );
});

const child = new URL("./test-children/note.ts", import.meta.url).pathname;

/** Starts the child; calls `onLine` with every name that it notes. */
async function startChild(file: string, onLine: (line: string) => void): Promise<ChildProcess> {
  const process_ = spawn(process.execPath, [child, file], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void process_.kill("SIGKILL"));
  createInterface({ input: process_.stdout }).on("line", onLine);
  return process_;
}

async function noted(store: StoreProvider) {
  const show = workflow("show", (wf) => wf.transaction("show", (sql) => sql<{ name: string }>`SELECT name FROM noted`));
  const engine = await openEngine({ store, workflows: [show] });
  const rows = await engine.execute(show, undefined);
  const entries: string[] = [];
  for (const run of (await engine.list({ workflow: "noting" })).items)
    for (const entry of await engine.handle(run.id).journal())
      if (entry.op.startsWith("note")) entries.push(`${run.id} ${entry.op}`);
  return { rows: rows.map(({ name }) => name).sort(), entries: entries.sort(), engine };
}

describe("a process that is killed", () => {
  it("again and again leaves each transaction done once", async () => {
    const file = newFile();
    for (let kill = 1; kill <= 3; kill++) {
      let lines = 0;
      const process_ = await startChild(file, () => {
        lines += 1;
        if (lines === 7 * kill) process_.kill("SIGKILL");
      });
      await once(process_, "exit");
    }
    const { rows, entries } = await noted(sqlite(file));
    expect(rows.length).toBeGreaterThan(15);
    expect(rows).toEqual(entries);
    const last = await startChild(file, () => {});
    expect(await once(last, "exit")).toEqual([0, null]);
    const end = await noted(sqlite(file));
    expect(end.rows).toHaveLength(400);
    expect(end.rows).toEqual(end.entries);
  }, 120_000);
});
