import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { nodeHost } from "@stepwell/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { StepGroups } from "./left-group.ts";
import type { StepClaim } from "./step-claim.ts";
import { testFolder } from "./test-run.ts";

const { boot } = nodeHost().proof;

function group() {
  const child = spawn("sleep", ["600"], { detached: true, stdio: "ignore" });
  const ended = new Promise<string | null>((resolve) => child.on("exit", (_, signal) => resolve(signal)));
  onTestFinished(() => void child.kill("SIGKILL"));
  return { group: child.pid ?? 0, ended };
}

const alive = (pid: number): boolean => process.kill(pid, 0);

function step() {
  const workspace = join(testFolder(), "work");
  const of = ({ generation, fence }: StepClaim, key = "r/s", here = boot) =>
    new StepGroups({ workspace, stage: "s", body: { key, fence }, generation, boot: here });
  return {
    folder: `${workspace}.groups`,
    files: () => readdirSync(`${workspace}.groups`),
    by: (fence: number, key = "r/s", here = boot) => of({ generation: 1, fence }, key, here),
    of,
  };
}

describe.runIf(process.platform === "linux")("the group of a step", () => {
  test("is ended by a later claim, once; and by a later attempt of the same", async () => {
    const { by, files } = step();
    const [one, two] = [group(), group()];
    by(1).note({ group: one.group, boot });
    expect(by(2).endLeft()).toBe(true);
    expect(await one.ended).toBe("SIGKILL");
    expect(files()).toEqual([]);
    expect(by(2).endLeft()).toBe(false);
    by(2).note({ group: two.group, boot });
    expect(by(2).endLeft()).toBe(true);
    expect(await two.ended).toBe("SIGKILL");
  });

  test("of a claim that comes too late does not begin: it sees the later one, even if both begin at once", async () => {
    const { by, files } = step();
    const [old, young] = [group(), group()];
    const [late, heir] = [by(1), by(2)];
    expect([late.endLeft(), heir.endLeft()]).toEqual([false, false]);
    heir.note({ group: young.group, boot });
    expect(() => late.note({ group: old.group, boot })).toThrow(expect.objectContaining({ code: "step-taken-over" }));
    expect(() => by(1).endLeft()).toThrow(expect.objectContaining({ code: "step-taken-over" }));
    late.forget();
    expect(files()).toHaveLength(1);
    expect(alive(young.group)).toBe(true);
  });

  test("of a claim that comes too late does not begin, either, when the program of the later one has ended", () => {
    const { by, files } = step();
    const [old, young, next] = [group(), group(), group()];
    const [late, heir] = [by(1), by(2)];
    expect(late.endLeft()).toBe(false);
    heir.note({ group: young.group, boot });
    heir.forget();
    const error = expect.objectContaining({ code: "step-taken-over" });
    expect(() => by(1).endLeft()).toThrow(error);
    expect(() => late.note({ group: old.group, boot })).toThrow(error);
    late.forget();
    // The mark is nobody's group, and goes with the next claim; another attempt of its own writes over it.
    const again = by(2);
    expect(again.endLeft()).toBe(false);
    again.note({ group: next.group, boot });
    again.forget();
    expect(by(3).endLeft()).toBe(false);
    expect(files()).toEqual([]);
    expect([young, next].map(({ group: id }) => alive(id))).toEqual([true, true]);
  });

  test("and the other way round: the later one ends it", async () => {
    const { by } = step();
    const [old, young] = [group(), group()];
    const heir = by(2);
    expect(heir.endLeft()).toBe(false);
    by(1).note({ group: old.group, boot });
    heir.note({ group: young.group, boot });
    expect(await old.ended).toBe("SIGKILL");
    expect(alive(young.group)).toBe(true);
  });

  test("is that of an earlier claim in an earlier generation, however many claims that had", async () => {
    const { of } = step();
    const [old, young, late] = [group(), group(), group()];
    of({ generation: 9, fence: 3 }).note({ group: old.group, boot });
    const again = of({ generation: 10, fence: 1 });
    expect(again.endLeft()).toBe(true);
    expect(await old.ended).toBe("SIGKILL");
    again.note({ group: young.group, boot });
    expect(() => of({ generation: 9, fence: 4 }).note({ group: late.group, boot })).toThrow(
      expect.objectContaining({ code: "step-taken-over" }),
    );
    expect(alive(young.group)).toBe(true);
  });

  test("an attempt that ends late does not take away the note of the next", () => {
    const { by, files } = step();
    const [first, next] = [by(1), by(1)];
    first.note({ group: group().group, boot });
    next.note({ group: group().group, boot });
    first.forget();
    expect(files()).toHaveLength(1);
    next.forget();
    expect(files()).toEqual([]);
  });

  test("is left alone when it may be another's: another step, start or boot, no process, nonsense", () => {
    const { by, folder, files } = step();
    const { group: id } = group();
    by(1, "r/other").note({ group: id, boot });
    expect(by(2).endLeft()).toBe(false);
    by(1).note({ group: id, boot: "another" });
    expect(by(2).endLeft()).toBe(false);
    by(1).note({ group: id, boot });
    expect(by(2, "r/s", "").endLeft()).toBe(false);
    by(1).note({ group: 2 ** 30, boot });
    const [file = ""] = files().filter((name) => name.endsWith("-1") && !name.includes("other"));
    expect(by(2).endLeft()).toBe(false);
    const nonsense = ["", "{}", "[1]", '{"group":1,"boot":"x","started":"1"}', `{"group":-${id},"boot":"${boot}"}`];
    for (const text of [...nonsense, JSON.stringify({ group: id, boot, started: "1" })]) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, file), text);
      expect(by(2).endLeft()).toBe(false);
    }
    expect(alive(id)).toBe(true);
  });
});
