import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { nodeHost } from "@stepwell/core";
import { expect, test } from "vitest";
import { allGone, isAlive } from "./test-run.ts";

const worker = fileURLToPath(new URL("./fixtures/script-worker.ts", import.meta.url));

/** Each prints its pid and, where it starts one, that of a program which does not listen to SIGTERM. */
const scripts = [
  ["bash", "trap '' TERM INT HUP; (trap '' TERM; exec sleep 1000) & echo $$ $!; while :; do :; done"],
  [
    "python",
    "import os, signal, subprocess\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nchild = subprocess.Popen(['sleep', '1000'])\nprint(os.getpid(), child.pid)\nwhile True: pass",
  ],
  [
    "ts",
    "import { spawn } from 'node:child_process';\nprocess.on('SIGTERM', () => {});\nconst child = spawn('sleep', ['1000'], { stdio: 'ignore' });\nconsole.log(process.pid, child.pid);\nfor (;;);",
  ],
] as const;

// Invariant 30.
test.each(scripts)(
  "kill -9 of the worker ends its %s scripts with all that they have started",
  async (shell, script) => {
    const child = spawn(process.execPath, [worker, shell, script], { stdio: ["ignore", "pipe", "inherit"] });
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const started = JSON.parse((await lines.next()).value ?? "{}") as { group: number; boot: string };
    const pids = String((await lines.next()).value)
      .split(" ")
      .map(Number);
    expect(started).toEqual({ group: pids[0], boot: nodeHost().proof.boot });
    expect(pids.every(isAlive)).toBe(true);
    child.kill("SIGKILL");
    await allGone(pids);
  },
);

test("and its folder is gone, too", async () => {
  const child = spawn(process.execPath, [worker, "bash", "echo $$ $STEPWELL_OUTPUT; sleep 1000"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  await lines.next();
  const [pid = "", file = ""] = String((await lines.next()).value).split(" ");
  expect(existsSync(file)).toBe(true);
  child.kill("SIGKILL");
  await allGone([Number(pid)]);
  expect(existsSync(dirname(file))).toBe(false);
});
