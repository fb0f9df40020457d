import { existsSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { expect, test } from "vitest";
import type { OutputLine, StartedGroup } from "./run-options.ts";
import { allGone, isAlive, run, testFolder } from "./test-run.ts";

test("nothing runs before the group was written down, and nothing at all if that fails", async () => {
  const folder = testFolder();
  const seen: (StartedGroup & { ran: boolean; alive: boolean })[] = [];
  await run("bash", "touch ran", {
    folder,
    onStart: async ({ group, boot }) => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      seen.push({ group, boot, ran: existsSync(join(folder, "ran")), alive: isAlive(group) });
    },
  });
  expect(seen).toEqual([{ group: expect.any(Number), boot: nodeHost().proof.boot, ran: false, alive: true }]);
  expect(existsSync(join(folder, "ran"))).toBe(true);

  let group = 0;
  const refused = run("bash", "touch ran-too", {
    folder,
    onStart: (started) => {
      group = started.group;
      throw new TypeError("no room");
    },
  });
  await expect(refused).rejects.toThrow("no room");
  await allGone([group]);
  expect(existsSync(join(folder, "ran-too"))).toBe(false);
});

/** Prints its own pid and that of a program which it leaves behind. */
const leaves = "sleep 1000 & echo $$ $!\n";

test("a time limit ends the whole group", async () => {
  let pids: number[] = [];
  const onLine = ({ text }: OutputLine): void => {
    pids = text.split(" ").map(Number);
  };
  const { error, stdout } = await run("bash", `${leaves}wait`, { timeoutMs: 300, onLine });
  expect(error).toMatchObject({ code: "script-timeout" });
  expect(stdout).toMatch(/^\d+ \d+\n$/);
  await allGone(pids);
});

test("an abort asks first, and then ends what does not listen", async () => {
  const control = new AbortController();
  const lines: string[] = [];
  const onLine = ({ text }: OutputLine): void => {
    lines.push(text);
    if (lines.length === 1) control.abort(new TypeError("not needed"));
  };
  const deaf =
    "trap 'echo asked' TERM\n(trap '' TERM; exec sleep 1000) & echo $$ $!\nwhile true; do wait || true; done";
  const { error } = await run("bash", deaf, { signal: control.signal, onLine, graceMs: 200 });
  expect(error).toMatchObject({ code: "script-stopped", cause: control.signal.reason });
  expect(lines[1]).toBe("asked");
  await allGone((lines[0] ?? "").split(" ").map(Number));
  const before = await run("bash", "echo never", { signal: control.signal });
  expect(before).toMatchObject({ stdout: "", error: { code: "script-stopped" } });
});

test("what a script leaves behind ends with it, and does not hold it up", async () => {
  const { stdout, error } = await run("bash", leaves);
  expect(error).toBeUndefined();
  await allGone(stdout.split(" ").map(Number));
});

test("a script does not wait for its keeper, and leaves no folder", async () => {
  const folders = () => readdirSync(tmpdir()).filter((name) => name.startsWith("stepwell-script-"));
  const { stdout, error } = await run("bash", "wait; jobs; echo $STEPWELL_OUTPUT");
  expect(error).toBeUndefined();
  expect(existsSync(stdout.trim())).toBe(false);
  expect(folders().some((name) => stdout.includes(name))).toBe(false);
});

test.runIf(process.platform === "linux")("limits of memory and processors hold", async () => {
  const greedy = await run("bash", "x=$(head -c 100000000 /dev/zero | tr '\\0' a); echo ${#x}", {
    limits: { memoryBytes: 50_000_000 },
  });
  expect(greedy.error).toMatchObject({ code: "script-failed" });
  const count = "nproc";
  expect((await run("bash", count, { limits: { cpu: 1 } })).stdout).toBe("1\n");
  expect((await run("bash", count, { limits: { cpu: 10_000 } })).stdout).toBe((await run("bash", count)).stdout);
  await expect(run("bash", count, { limits: { cpu: 0.5 } })).rejects.toMatchObject({ code: "limits-not-held" });
});
