/** A task by itself, from the command line. */
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "bank.ts",
  `import { existsSync } from "node:fs";
import { task, workflow } from "stepwell";
export const charge = task("charge card", { retry: { maxAttempts: 1 } }, async (order: { cents: number }, t) => {
  console.log("charging");
  if (order.cents === 0) throw new Error("nothing to charge");
  while (order.cents === 404 && !existsSync("open")) await new Promise((resolve) => setTimeout(resolve, 20));
  return { paid: order.cents, attempt: t.attempt };
});
export const orders = workflow("orders", (_, order: { cents: number }) => charge(order));
`,
);
folder.write(
  "alone.ts",
  `import { task } from "stepwell";
export const hello = task("hello", (name: string) => "hello " + name);
`,
);

describe("stepwell run <file>#<task>", { timeout: 120_000 }, () => {
  test("runs a task by its export or its own name, and a workflow where nothing is said", async () => {
    for (const name of ["charge", "charge card"]) {
      const { code, stdout, stderr } = await folder.run("run", `bank.ts#${name}`, "-p", "cents=5");
      expect([code, JSON.parse(stdout)]).toEqual([0, { paid: 5, attempt: 1 }]);
      expect(stderr).toMatch(/run {3}task:charge card r-\w+ started/);
    }
    expect(JSON.parse((await folder.run("run", "bank.ts", "-p", "cents=7")).stdout)).toMatchObject({ paid: 7 });
    expect(JSON.parse((await folder.run("run", "alone.ts", "--input", '"Ada"')).stdout)).toBe("hello Ada");
    const wrong = await folder.run("run", "bank.ts#chagre");
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining('did you mean "charge"?')]);
  });

  test("goes on with it after kill -9, retries it, and lists it", async () => {
    const killed = folder.start(["run", "bank.ts#charge", "-p", "cents=404", "--id", "task-1"]);
    await killed.says("charging");
    killed.kill("SIGKILL");
    await killed.ended;
    folder.write("open", "");
    const resumed = await folder.run("resume", "task-1");
    expect([resumed.code, JSON.parse(resumed.stdout)]).toEqual([0, { paid: 404, attempt: 1 }]);
    const failed = await folder.run("run", "bank.ts#charge", "-p", "cents=0", "--id", "task-2");
    expect([failed.code, failed.stderr]).toEqual([1, expect.stringContaining("nothing to charge")]);
    expect((await folder.run("retry", "task-2")).code).toBe(1);
    const { stdout } = await folder.run("runs", "--workflow", "task:charge card");
    expect(stdout.trimEnd().split("\n")).toHaveLength(4);
  });

  test("starts it for others", async () => {
    const started = await folder.run("run", "bank.ts#charge", "-p", "cents=9", "--detach", "--id", "task-3");
    expect([started.code, started.stdout]).toEqual([0, "task-3\n"]);
    expect(JSON.parse((await folder.run("resume", "task-3")).stdout)).toMatchObject({ paid: 9 });
  });
});
