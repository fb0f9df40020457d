/** Runs that go from one store to another. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const there = ["--store", "file:there.db"];

describe("export and import", () => {
  test("a finished run, through a file", async () => {
    const folder = TestFolder.withFlows();
    await folder.run("run", "flows.ts#add", "--id", "one", "-q");
    expect(await folder.run("export", "one", "-o", "one.json")).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "one (completed) is in one.json\n",
    });
    expect(JSON.parse(readFileSync(join(folder.path, "one.json"), "utf8"))).toMatchObject({ version: 1, id: "one" });
    const taken = await folder.run("import", "one.json");
    expect([taken.code, taken.stderr]).toEqual([2, expect.stringContaining("run-exists")]);
    expect(await folder.run("import", "one.json", ...there)).toMatchObject({
      code: 0,
      stdout: "one (add) is completed\n",
      stderr: "",
    });
    const copy = JSON.parse((await folder.run("import", "one.json", "--id", "two", "--json")).stdout);
    expect(copy).toEqual({ v: 1, id: "two", workflow: "add", status: "completed" });
    const shown = await Promise.all([folder.run("journal", "one"), folder.run("journal", "one", ...there)]);
    expect(shown[1]?.stdout).toBe(shown[0]?.stdout);
  });

  test("an unfinished run, through a pipe: it is resumed there, and ends", async () => {
    const folder = TestFolder.withFlows();
    await folder.run("run", "flows.ts#add", "--id", "open", "--detach");
    const exported = await folder.run("export", "open", "--all");
    const importing = folder.start(["import", "-", ...there]);
    importing.input(exported.stdout);
    expect(await importing.ended).toMatchObject({
      code: 0,
      stdout: "open (add) is paused\n",
      stderr: "to let it go on here: stepwell resume open --store file:there.db\n",
    });
    expect(await folder.run("resume", "open", "-q", ...there)).toMatchObject({ code: 0 });
    expect((await folder.run("runs", "--json", ...there)).stdout).toContain('"completed"');
  });

  test.each([
    [["export", "nobody", "-o", "x.json"], 6, "unknown-run-reference"],
    [["export", "one", "-o", "none/x.json"], 2, "output-not-writable"],
    [["import", "none.json"], 2, "input-not-readable"],
    [["import", "flows.ts"], 2, "input-not-json"],
    [["import", "other.json"], 2, "invalid-export"],
  ])("%j is refused: %i, %s", async (words, code, error) => {
    const folder = TestFolder.withFlows();
    folder.write("other.json", '{"format":"other"}');
    await folder.run("run", "flows.ts#add", "--id", "one", "-q");
    const ended = await folder.run(...words);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(error)]);
  });
});
