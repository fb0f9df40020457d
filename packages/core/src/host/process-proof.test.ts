import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test } from "vitest";
import type { ProcessProof } from "./port.ts";
import { isProvablyDead, parseStat, readProcessProof } from "./process-proof.ts";

const own = readProcessProof();
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

describe("parseStat", () => {
  const rest = "S 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 STARTED 20 21";

  test.each(["node", "a b", "x) R 1 2 (y", "(((", ")", ""])("finds the fields behind the command (%s)", (command) => {
    expect(parseStat(`42 (${command}) ${rest}`)).toEqual({ state: "S", group: "2", started: "STARTED" });
  });

  test.each(["", "42 node S 1", "42 (node", "42 (node) S 1 2"])("gives nothing for %j", (text) => {
    expect(parseStat(text)).toBeUndefined();
  });
});

describe.runIf(process.platform === "linux")("on Linux", () => {
  test("this process is known and alive", () => {
    expect(own).toMatchObject({
      boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
      pidNamespace: expect.stringMatching(/^pid:\[\d+\]$/),
      pid: process.pid,
      started: expect.stringMatching(/^\d+$/),
    });
    expect(isProvablyDead(own, own)).toBe(false);
  });

  test("a stopped process is not dead, a killed one is, and so is a zombie that nobody has waited for", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)"], { stdio: "ignore" });
    children.push(child);
    await once(child, "spawn");
    const proof = { ...proofOf(child), ...machine };
    expect(isProvablyDead(judge, proof)).toBe(false);
    child.kill("SIGSTOP");
    expect(isProvablyDead(judge, proof)).toBe(false);
    child.kill("SIGKILL");
    // Without a turn of the event loop Node cannot reap it: first a zombie, later no process at all.
    const deadline = performance.now() + 10_000;
    while (!isProvablyDead(judge, proof) && performance.now() < deadline);
    expect(stateOf(child)).toBe("Z");
    expect(isProvablyDead(judge, proof)).toBe(true);
    await once(child, "exit");
    expect(stateOf(child)).toBeUndefined();
    expect(isProvablyDead(judge, proof)).toBe(true);
  });

  test("a pid that another process has by now is dead", () => {
    expect(isProvablyDead(judge, { ...judge, started: "1" })).toBe(true);
  });
});

describe("in doubt nothing is proved", () => {
  const others: [string, Partial<ProcessProof>][] = [
    ["another machine", { machine: "other", boot: "other" }],
    ["an unknown machine", { machine: "", boot: "other" }],
    ["an unknown boot", { boot: "" }],
    ["another pid namespace", { pidNamespace: "pid:[1]" }],
    ["an unknown pid namespace", { pidNamespace: "" }],
    ["an unknown start time", { started: "" }],
    ["no pid", { pid: 0 }],
    ["a group of processes", { pid: -1 }],
    ["a pid that is no number", { pid: Number.NaN }],
  ];

  test.each(others)("%s", (_what, difference) => {
    expect(isProvablyDead(judge, { ...judge, ...difference })).toBe(false);
  });

  test("two that know nothing of themselves do not match each other", () => {
    const blank = { machine: "", boot: "", pidNamespace: "", pid: 1, started: "" };
    expect(isProvablyDead(blank, blank)).toBe(false);
    expect(isProvablyDead({ ...judge, boot: "" }, judge)).toBe(false);
  });
});

test("after a restart of the machine everything of the former boot is dead, whatever has the pid now", () => {
  expect(isProvablyDead(judge, { ...judge, boot: "former" })).toBe(true);
  expect(isProvablyDead(judge, { ...judge, boot: "former", pidNamespace: "pid:[1]", started: "" })).toBe(true);
});

// The test's own machine may have no id.
const machine = { machine: "test-machine" };
const judge: ProcessProof = {
  ...own,
  boot: own.boot || "boot",
  pidNamespace: own.pidNamespace || "pid:[2]",
  started: own.started || "7",
  ...machine,
};

function statOf(child: ChildProcess): string {
  try {
    return readFileSync(`/proc/${child.pid}/stat`, "utf8");
  } catch {
    return "";
  }
}

function stateOf(child: ChildProcess): string | undefined {
  return parseStat(statOf(child))?.state;
}

function proofOf(child: ChildProcess): ProcessProof {
  return { ...own, pid: child.pid ?? 0, started: parseStat(statOf(child))?.started ?? "" };
}
