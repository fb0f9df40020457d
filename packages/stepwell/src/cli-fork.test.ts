/** Forks from the command line. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "report.ts",
  `import { workflow } from "stepwell";
export const report = workflow("report", async (wf, input) => {
  await wf.step("read", () => console.log("reading"));
  return await wf.step("convert", () => input?.rate ?? "1.0");
});
`,
);

describe("stepwell fork", () => {
  test("executes from the step on, and says what was kept", async () => {
    await folder.run("run", "report.ts", "--id", "june");
    const { code, stdout, stderr } = await folder.run("fork", "june", "--at", "convert", "--id", "june-2");
    expect([code, stdout.trim()]).toEqual([0, '"1.0"']);
    expect(stderr).toContain("forked, 1 step from the journal");
    expect(stderr).not.toContain("reading");
    expect((await folder.run("show", "june-2")).stdout).toContain("fork of     june, at 1");
  });

  test("with another input begins from the start", async () => {
    const { stdout, stderr } = await folder.run("fork", "june", "-p", "rate=2");
    expect(stdout.trim()).toBe("2");
    expect(stderr).toContain("reading");
  });

  test("only makes it where that is asked, also where the code is gone", async () => {
    const { code, stdout } = await folder.run("fork", "june", "--at", "0", "--detach", "--id", "later", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ items: [{ id: "later", status: "pending" }] });
  });

  test("names the range when the position is not there", async () => {
    const { code, stderr } = await folder.run("fork", "june", "--at", "9");
    expect(code).toBe(2);
    expect(stderr).toContain("bad-fork-position");
    expect(stderr).toContain("from 0 to 2");
  });
});
