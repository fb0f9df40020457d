/** Code and journals held against each other from the command line; and what a person decides about a step. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
const flow = (first: string): string => `import { workflow } from "stepwell";
export const orders = workflow("orders", async (wf) => {
  await wf.step("${first}", () => console.log("executed"));
  return await wf.receive("go");
});
`;
folder.write("orders.ts", flow("charge"));
folder.write("new.ts", flow("pay"));
folder.write(
  "bank.ts",
  `import { workflow } from "stepwell";
export const bank = workflow("bank", (wf) =>
  wf.step("book", () => { throw new Error("503"); }, { retry: { maxAttempts: 1 }, onExhausted: "pause" }));
export const many = workflow("many", (wf) => wf.scope("outer", () => Promise.all([
  wf.map([0, 1], (n) => wf.step("book", () => { if (n === 1) throw new Error("503"); }, { retry: false, onExhausted: "pause" })),
  wf.ask({ title: "Well?" }),
])));
`,
);

describe("stepwell check and debug", () => {
  test("say that code fits", async () => {
    await folder.run("run", "orders.ts", "--id", "order-1", "--wait", "1s");
    const { code, stdout } = await folder.run("check");
    expect([code, stdout]).toEqual([0, expect.stringContaining("1 run would go on")]);
    const debug = await folder.run("debug", "order-1");
    expect([debug.code, debug.stdout]).toEqual([
      0,
      expect.stringContaining('after 1 entry: the code waits for signal "go"'),
    ]);
    expect(debug.stderr).toContain("charge");
    expect(debug.stderr).not.toContain("executed");
  });

  test("say where code would block a run, with exit code 4", async () => {
    const { code, stdout } = await folder.run("check", "new.ts");
    expect(code).toBe(4);
    expect(stdout).toContain("order-1 (orders) would be blocked");
    expect(stdout).toContain('code expects step "pay", journal has step "charge" at 1');
    const { items } = JSON.parse((await folder.run("check", "new.ts", "--json")).stdout);
    expect(items).toMatchObject([{ id: "order-1", verdict: "would-block", error: { code: "divergence" } }]);
    expect((await folder.run("debug", "order-1", "--file", "new.ts")).code).toBe(4);
  });

  test("say of which workflow no run is unfinished, since its name may be a slip", async () => {
    const { code, stdout } = await folder.run("check", "orders.ts", "--workflow", "order");
    expect([code, stdout]).toEqual([0, 'no run of workflow "order" is unfinished\n']);
  });

  test("say what has no code here, with exit code 4: no worker would go on with it", async () => {
    for (const options of [[], ["--quiet"]]) {
      const { code, stdout } = await folder.run("check", "bank.ts", ...options);
      expect(code).toBe(4);
      expect(stdout).toContain("1 run of workflow orders: its code is not here; no worker of this code can serve it");
    }
    expect((await folder.run("check", "bank.ts", "orders.ts")).code).toBe(0);
    expect((await folder.run("check", "bank.ts", "--workflow", "bank")).code).toBe(0);
  });
});

describe("stepwell step", () => {
  test("gives a step that waits for a person a value", async () => {
    await folder.run("run", "bank.ts#bank", "--id", "bank-1", "--wait", "1s");
    const { code } = await folder.run("step", "bank-1", "book", "--complete", '{"id":"p-1"}', "--by", "ann");
    expect(code).toBe(0);
    expect(JSON.parse((await folder.run("resume", "bank-1")).stdout)).toEqual({ id: "p-1" });
    expect((await folder.run("journal", "bank-1")).stdout).toContain("ann");
  });

  test("is what show says to do about one, below whatever scope it is; a wrong name is told the right one", async () => {
    await folder.run("run", "bank.ts#many", "--id", "many", "--wait", "1s");
    const shown = await folder.run("show", "many", "--namespace", "default");
    expect(shown.stdout).toContain("stepwell step many 'outer/map[1]/book' --retry --namespace default\n");
    expect(shown.stdout).toContain("stepwell approve many --namespace default\n");
    expect(shown.stdout).toMatch(/--retry .*\n +or --complete <json>, --skip, --fail <message> instead of --retry\n/);
    const wrong = await folder.run("step", "many", "book", "--retry");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('waits: "outer/map[1]/book"')]);
    const text = await folder.run("step", "many", "outer/map[1]/book", "--complete", "nine");
    expect([text.code, text.stderr.replaceAll(/\s+/g, " ")]).toEqual([
      2,
      expect.stringContaining("--complete '\"text\"'"),
    ]);
  });

  test("wants exactly one decision", async () => {
    for (const words of [[], ["--skip", "--retry"]]) {
      const { code, stderr } = await folder.run("step", "bank-1", "book", ...words);
      expect([code, stderr]).toEqual([2, expect.stringContaining("give one of --retry, --complete, --skip, --fail")]);
    }
  });
});
