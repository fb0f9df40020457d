import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { endLeftGroup, forgetGroup, noteGroup } from "./left-group.ts";
import { testFolder } from "./test-run.ts";

const { boot } = nodeHost().proof;

function group() {
  const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
  const ended = new Promise<string | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { group: child.pid ?? 0, ended };
}

describe.runIf(process.platform === "linux")("a group that was left", () => {
  test("is ended by what was noted of it, once", async () => {
    const file = join(testFolder(), "groups", "step");
    const { group: id, ended } = group();
    noteGroup(file, { group: id, boot });
    expect(endLeftGroup(file, boot)).toBe(true);
    expect(await ended).toBe("SIGKILL");
    expect(existsSync(file)).toBe(false);
    expect(endLeftGroup(file, boot)).toBe(false);
  });

  test("is left alone when its number may be another's: another start, another boot, no process, nonsense", () => {
    const file = join(testFolder(), "step");
    const { group: id } = group();
    noteGroup(file, { group: id, boot: "another" });
    expect(endLeftGroup(file, boot)).toBe(false);
    writeFileSync(file, JSON.stringify({ group: id, boot, started: "1" }));
    expect(endLeftGroup(file, boot)).toBe(false);
    noteGroup(file, { group: 2 ** 30, boot });
    expect(endLeftGroup(file, boot)).toBe(false);
    for (const text of ["", "{}", "[1]", '{"group":1,"boot":"x","started":"1"}', `{"group":-${id},"boot":"${boot}"}`]) {
      writeFileSync(file, text);
      expect(endLeftGroup(file, boot)).toBe(false);
    }
    noteGroup(file, { group: id, boot });
    forgetGroup(file);
    expect(endLeftGroup(file, boot)).toBe(false);
    expect(() => process.kill(id, 0)).not.toThrow();
  });
});
