import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { readBills } from "./model-server.ts";

const program = fileURLToPath(new URL("start.ts", import.meta.url));

test("after kill -9 no answer of the model is paid for again", { timeout: 120_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "agent-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const bills = () => readBills(join(directory, "bills.jsonl"));

  for (const paid of [2, 5]) {
    const killed = start(directory);
    while (bills().length < paid && killed.exitCode === null) await pause(2);
    expect(killed.exitCode).toBe(null);
    killed.kill("SIGKILL");
    await once(killed, "exit");
  }
  const last = start(directory);
  let said = "";
  last.stdout?.on("data", (text) => {
    said += text;
  });
  const [code] = await once(last, "close");
  expect(said).toMatch(/^7 turns, \d+ tokens spent, 7 answers paid for$/m);
  expect(code).toBe(0);
  expect(new Set(bills().map(({ key }) => key)).size).toBe(7);
});

test("a run that fails says why, and not that its person came too late", { timeout: 60_000 }, async () => {
  const directory = mkdtempSync(join(tmpdir(), "agent-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const child = start(directory, ["--budget", "much"], "pipe");
  let said = "";
  child.stderr?.on("data", (text) => {
    said += text;
  });
  const [code] = await once(child, "close");
  expect([code, said]).toEqual([1, expect.stringContaining("the budget is a number of tokens, not NaN")]);
  expect(said).not.toContain("engine-closed");
});

function start(directory: string, words: string[] = [], errors: "inherit" | "pipe" = "inherit"): ChildProcess {
  const env = { ...process.env, AGENT_DIRECTORY: directory };
  const child = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", errors], env });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}
