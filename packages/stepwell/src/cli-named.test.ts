/** Secrets and variables by command. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, TestFolder } from "./test-command.ts";

const keys = { STEPWELL_KEYS: `a:${Buffer.from(new Uint8Array(32).fill(9)).toString("base64")}` };

async function piped(
  folder: TestFolder,
  input: string,
  variables: Record<string, string>,
  ...words: string[]
): Promise<Ended> {
  const command = folder.start(words, variables);
  command.input(input);
  return await command.ended;
}

/** All bytes of the store. */
function bytesOf(folder: TestFolder): Buffer {
  const at = join(folder.path, ".stepwell");
  return Buffer.concat(readdirSync(at).map((name) => readFileSync(join(at, name))));
}

describe("secrets", () => {
  test("are set from standard input, a file or a variable, and encrypted; only names are listed", async () => {
    const folder = new TestFolder();
    folder.write("token", "geheim-two\n");
    const set = ["secrets", "set"];
    expect(await piped(folder, "geheim-one\n", keys, ...set, "ONE")).toMatchObject({
      code: 0,
      stdout: "secret ONE is set\n",
    });
    await piped(folder, "", keys, ...set, "TWO", "--from-file", "token");
    await piped(folder, "", { ...keys, PSP: "geheim-three" }, ...set, "THREE", "--from-env", "PSP");
    const listed = await folder.run("secrets");
    expect(listed.stdout.split("\n").map((line) => line.split(" ")[0])).toEqual(["ONE", "THREE", "TWO", ""]);
    const { items } = JSON.parse((await folder.run("secrets", "--json")).stdout);
    expect(items).toEqual(["ONE", "THREE", "TWO"].map((name) => ({ name, updatedAt: expect.any(String) })));
    expect(bytesOf(folder).includes("geheim")).toBe(false);
    expect(await folder.run("secrets", "remove", "TWO")).toMatchObject({ code: 0, stdout: "secret TWO is removed\n" });
    expect(await folder.run("secrets", "remove", "TWO")).toMatchObject({ code: 6 });
  });

  test("without keys are refused with the cure, unless they may be plain", async () => {
    const folder = new TestFolder();
    const { code, stderr } = await piped(folder, "geheim", {}, "secrets", "set", "ONE");
    expect(code).toBe(2);
    expect(stderr).toContain("encryption-needed");
    expect(stderr).toContain("STEPWELL_KEYS");
    expect(stderr).toContain("--plain");
    expect(stderr).not.toContain("geheim");
    expect(bytesOf(folder).includes("geheim")).toBe(false);
    expect(await piped(folder, "geheim", {}, "secrets", "set", "ONE", "--plain")).toMatchObject({ code: 0 });
    expect(bytesOf(folder).includes("geheim")).toBe(true);
  });

  test.each([
    [["secrets", "set", "ONE", "geheim"], "a value comes from standard input, --from-file or --from-env"],
    [["secrets", "set"], "<name> is missing"],
    [["secrets", "set", "1-A"], "is no name"],
    [["secrets", "sett", "ONE"], 'did you mean "set"?'],
    [["secrets", "set", "ONE"], "the value is empty"],
    [["secrets", "set", "ONE", "--from-env", "NOWHERE"], "the environment has no NOWHERE"],
    [["secrets", "set", "ONE", "--from-env", "STEPWELL_KEYS"], "the environment has no STEPWELL_KEYS"],
    [["secrets", "set", "ONE", "--from-file", "nowhere"], "nowhere"],
    [["secrets", "set", "ONE", "--from-file", "a", "--from-env", "B"], "exclude each other"],
    [["vars", "set", "ONE", "--plain"], "no flag --plain"],
  ])("%j is refused", async (words, problem) => {
    const { code, stderr } = await piped(new TestFolder(), "\n", keys, ...words);
    expect(code).toBe(2);
    expect(stderr.replace(/\s+/g, " ")).toContain(problem);
    expect(stderr).not.toContain("geheim");
  });
});

test("vars are listed with their values, and each namespace has its own", async () => {
  const folder = new TestFolder();
  await piped(folder, "eu\n", {}, "vars", "set", "REGION");
  await piped(folder, "us\n", {}, "vars", "set", "REGION", "--namespace", "elsewhere");
  expect((await folder.run("vars")).stdout).toMatch(/^REGION +eu +20\S+Z\s*$/);
  const { items } = JSON.parse((await folder.run("vars", "--json", "--namespace", "elsewhere")).stdout);
  expect(items).toMatchObject([{ name: "REGION", value: "us" }]);
  await piped(folder, "two lines\nof text\n", {}, "vars", "set", "REGION");
  expect(JSON.parse((await folder.run("vars", "--json")).stdout).items[0].value).toBe("two lines\nof text");
});
