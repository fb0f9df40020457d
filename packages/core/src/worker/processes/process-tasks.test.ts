import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { AnyTask } from "../../operations/task.ts";
import { workflow } from "../../operations/workflow.ts";
import { openEngine } from "../../testing/open-engine.ts";
import * as tasks from "./fixtures/tasks.ts";
import { allGone } from "./test-processes.ts";

async function started(of: AnyTask, options: { timeout?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-process-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "pids");
  const one = workflow("one", async (wf) => {
    // The process has started when the time of the step begins.
    await tasks.where(undefined as never);
    return await wf.run(of, file, options);
  });
  const engine = await openEngine({ workflows: [one] });
  const run = await engine.start(one, undefined);
  const pids = await vi.waitFor(() => JSON.parse(readFileSync(file, "utf8")) as number[], { timeout: 20_000 });
  return { engine, run, pids };
}

test("every attempt sees the same values and the data of the heartbeat before; what it set is kept", async () => {
  const one = workflow("one", async (wf) => {
    const beats = (await tasks.context(null)) as unknown[][];
    return { beats, attempt: wf.get("attempt") };
  });
  const engine = await openEngine({ workflows: [one] });
  const { beats, attempt } = await engine.execute(one);
  expect(attempt).toBe(3);
  expect(beats).toHaveLength(2);
  expect(beats[1]).toEqual(beats[0]);
  expect(beats[0]).toEqual([
    expect.any(Number),
    expect.any(String),
    expect.any(Date),
    expect.stringContaining("/context/"),
  ]);
});

test("what a process prints is in the step's log, in order, up to its cap", async () => {
  const one = workflow("one", async () => {
    await tasks.talks(null);
    await tasks.talksMuch(null as never);
  });
  const engine = await openEngine({ workflows: [one] });
  const run = await engine.start(one, undefined);
  await run.result();
  const lines = (await run.logs()).map(({ op, level, text }) => [op, level, text]);
  const talk = lines.filter(([op]) => op === "talks");
  expect(talk).toHaveLength(4);
  expect(
    talk
      .filter(([, level]) => level === "info")
      .map(([, , text]) => text)
      .sort(),
  ).toEqual(["logged", "no line break", "printed"]);
  expect(talk).toContainEqual(["talks", "warn", "in two pieces"]);
  const much = lines.filter(([op]) => op === "talks much").map(([, , text]) => text);
  expect(much.slice(0, 2)).toEqual(["line 0", "line 1"]);
  expect(much).toHaveLength(1_000);
  expect(much.at(-1)).toMatch(/more than 1000 lines/);
});

test("an endless loop is ended by its step's timeout, with the program that it has started", async () => {
  const { run, pids } = await started(tasks.deaf, { timeout: "3 s" });
  expect(pids).toHaveLength(2);
  await expect(run.result()).rejects.toMatchObject({ cause: { cause: { code: "step-timeout" } } });
  await allGone(pids);
});

test("a run that is cancelled has its body told, and keeps the process", async () => {
  const { run, pids } = await started(tasks.obedient);
  await run.cancel("not needed");
  await expect(run.result()).rejects.toMatchObject({ code: "run-cancelled" });
  expect(pids.map((pid) => process.kill(pid, 0))).toEqual([true]);
});

test("a run that is killed takes a deaf body along", async () => {
  const { run, pids } = await started(tasks.deaf);
  await run.kill();
  await allGone(pids);
});

test("no process is left when the engine is closed", async () => {
  const { engine, pids } = await started(tasks.deaf);
  await engine.close({ graceMs: 0 });
  expect(() => process.kill(pids[0] ?? 0, 0)).toThrow("ESRCH");
  await allGone(pids);
});
