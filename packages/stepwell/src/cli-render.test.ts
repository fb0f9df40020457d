/** `render`: a definition as a page or a diagram. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "nightly.yml",
  'name: nightly\ndesc: "a | b \\e[2J"\njobs:\n  load: { stages: [{ echo: hi }] }\n  report: { needs: load, stages: [{ echo: hi }] }\n',
);

describe("render", () => {
  test("a page, on standard output or in a file", async () => {
    const { code, stdout } = await folder.run("render", "nightly.yml");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^# nightly\n\na \\\| b .*\n\n## Jobs\n\n```mermaid\nflowchart LR\n/);
    expect(stdout).not.toContain("\u001b");
    expect(await folder.run("render", "nightly.yml", "-o", "nightly.md")).toMatchObject({
      code: 0,
      stderr: "nightly is in nightly.md\n",
    });
    expect(readFileSync(join(folder.path, "nightly.md"), "utf8")).toBe(stdout);
  });

  test("a diagram, and JSON", async () => {
    const { stdout } = await folder.run("render", "nightly.yml#nightly", "--format", "mermaid");
    expect(stdout).toBe('flowchart LR\n  job0["load"]\n  job1["report"]\n  job0 --> job1\n');
    const json = await folder.run("render", "nightly.yml", "--format", "mermaid", "--json");
    expect(JSON.parse(json.stdout)).toEqual({ v: 1, workflow: "nightly", format: "mermaid", text: stdout });
  });

  test.each([
    [["render"], "wrong-use"],
    [["render", "nightly.yml", "--format", "mermade"], 'did you mean "mermaid"?'],
    [["render", "nightly.yml", "--format", "constructor"], "wrong-flag-value"],
    [["render", "nigthly.yml"], 'did you mean "nightly.yml"?'],
    [["render", "nightly.yml", "-o", "no/such/folder.md"], "output-not-writable"],
  ])("stepwell %j: %s", async (words, said) => {
    const { code, stderr, stdout } = await folder.run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
  });
});
