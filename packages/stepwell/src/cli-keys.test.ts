/** The command on an encrypted store: it finds its keys in the environment. */
import { describe, expect, test } from "vitest";
import { type Ended, TestFolder } from "./test-command.ts";

const key = Buffer.from(new Uint8Array(32).fill(201)).toString("base64");
const other = Buffer.from(new Uint8Array(32).fill(77)).toString("base64");

describe("STEPWELL_KEYS", () => {
  const folder = TestFolder.withFlows();
  const withKeys = async (keys: string, ...words: readonly string[]): Promise<Ended> =>
    await folder.start(words, keys === "" ? {} : { STEPWELL_KEYS: keys }).ended;

  test("encrypts what is run, and reads it; without the key lists work, and what was encrypted is named", async () => {
    const input = ["-p", "a=70001"];
    expect(await withKeys(`2026-11:${key}`, "run", "flows.ts#add", ...input, "--id", "r", "-q")).toMatchObject({
      code: 0,
    });
    for (const keys of [`2026-11:${key}`, ` 2027-01:${other}, 2026-11:${key} `]) {
      expect((await withKeys(keys, "show", "r", "--input")).stdout).toContain('"sum": 70003');
      expect((await withKeys(keys, "journal", "r")).stdout).toContain("70003");
    }
    expect(await withKeys("", "runs")).toMatchObject({ code: 0, stdout: expect.stringContaining("completed") });
    for (const words of [
      ["show", "r"],
      ["journal", "r"],
    ]) {
      const missing = await withKeys(`2027-01:${other}`, ...words);
      expect(missing).toMatchObject({ code: 6, stderr: expect.stringContaining("key-missing") });
      expect(missing.stderr).toContain('key "2026-11"');
      expect(missing.stdout).not.toContain("7000");
    }
    const wrong = await withKeys(`2026-11:${other}`, "show", "r");
    expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining("decryption-failed") });
  });

  test("are changed by rotate: afterwards the old one is not needed any more", async () => {
    const both = `2027-01:${other},2026-11:${key}`;
    expect(await withKeys("", "rotate")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("encryption-needed"),
    });
    const missing = await withKeys(`2027-01:${other}`, "rotate");
    expect(missing).toMatchObject({ code: 6, stdout: expect.stringContaining("cannot be read") });
    const done = await withKeys(both, "rotate");
    expect(done).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+ values encrypted with the first key\n$/),
    });
    expect(JSON.parse((await withKeys(both, "rotate", "--json")).stdout)).toEqual({ v: 1, changed: 0, unreadable: 0 });
    expect((await withKeys(`2027-01:${other}`, "show", "r", "--input")).stdout).toContain('"sum": 70003');
  });

  test.each([
    ["a part without an id", key, "part 1 has no colon"],
    ["a short key", "k:c2hvcnQ=", 'key "k" must be 32 bytes'],
    ["a key twice", `k:${key},k:${other}`, "more than once"],
    ["a bad id", `k k:${key}`, "id"],
  ])("is refused with %s, and repeats nothing of it", async (_, keys, problem) => {
    const { code, stderr } = await withKeys(keys, "runs", "--store", "memory:");
    expect(code).toBe(2);
    expect(stderr).toContain("bad-keys");
    expect(stderr).toContain(problem);
    for (const part of [key, other, "c2hvcnQ"]) expect(stderr).not.toContain(part.slice(0, 6));
  });
});
