import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExampleRun } from "./example-run.ts";

let example: ExampleRun;
beforeEach(() => {
  example = new ExampleRun("files/files.yml");
});
afterEach(() => example.remove());

test("killed between two files, it counts the others and comes to the same sum", { timeout: 120_000 }, async () => {
  const outputs = await example.killedAndResumed({ program: "python3", call: 3, having: "runner.py" });
  expect(outputs).toEqual({
    files: 4,
    unread: [],
    top: [
      ["the", 22],
      ["and", 7],
      ["with", 4],
      ["a", 2],
      ["at", 2],
    ],
  });
  expect(await example.steps("killed")).toContain("count/file=winter.txt/words");
});

test("a name of a file is never code, and one that cannot be read is named", { timeout: 120_000 }, async () => {
  const folder = join(example.folder, "of files");
  mkdirSync(folder);
  writeFileSync(join(folder, `"); import os; os.mkdir('owned'); ("$(touch owned).txt`), "one two two");
  writeFileSync(join(folder, "latin.txt"), Buffer.from([0xe9, 0x20, 0xff]));
  const words = ["-p", `folder=${folder}`, "-p", "top=1"];
  const { code, stderr } = await example.command("run", example.file, "--id", "odd", ...words);
  expect(code).toBe(1);
  expect(stderr).toContain("UnicodeDecodeError");
  const merged = await example.command("journal", "odd");
  expect(merged.stdout).toContain('"unread":["latin.txt"],"top":[["two",2]]');
  expect(existsSync(join(folder, "owned"))).toBe(false);
});

test("without files there is nothing to do, which is no failure", { timeout: 120_000 }, async () => {
  expect(await example.run(["-p", "pattern=*.none"])).toEqual({ files: 0, unread: [], top: [] });
});
