import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { eventually, newFolder } from "./processes.ts";

const fixture = new URL("./task-process.fixture.ts", import.meta.url).pathname;

function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

// Invariant 30.
test.runIf(process.platform === "linux")(
  "kill -9 of a worker leaves nothing of a task's process 5 s later, also when its loop is busy",
  async () => {
    const file = join(newFolder(), "pids");
    const worker = spawn(process.execPath, [fixture, file], { stdio: "ignore" });
    onTestFinished(() => void worker.kill("SIGKILL"));
    await eventually("the body executes", () => existsSync(file));
    const pids = JSON.parse(readFileSync(file, "utf8")) as number[];
    expect(pids.map(isAlive)).toEqual([true, true]);
    worker.kill("SIGKILL");
    await eventually("all of it is gone", () => !pids.some(isAlive), 5_000);
  },
);
