import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { task, workflow } from "stepwell";
import { crashTest, testKit } from "stepwell/testing";
import { expect, onTestFinished, test } from "vitest";
import { codeBlocks } from "../docs/code-blocks.ts";

// What users write, under both test frameworks, by the names that they import.

const charge = task("charge", (amount: number): string => `really charged ${amount}`);
const checkout = workflow("checkout", async (wf, amount: number) => {
  const payment = await wf.run(charge, amount);
  await wf.sleep("30 days");
  return payment;
});

test("under Vitest waits are skipped and crashes change nothing", async () => {
  await using kit = testKit({ workflows: [checkout] });
  const charged = kit.mock(charge, (amount) => `charged ${amount}`);
  expect(await kit.run(checkout, 5)).toBe("charged 5");
  expect(charged.calls).toHaveLength(1);
  expect((await crashTest(checkout, 5)).crashes).toBeGreaterThan(10);
});

/** Its own reporter, not that of a parent; without the marks of this framework in its environment. */
function underNodeTest(file: string) {
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const options = { encoding: "utf8", env, timeout: 60_000 } as const;
  return spawnSync(process.execPath, ["--test", "--test-reporter=tap", file], options);
}

test("under node:test, too", () => {
  const { stdout, stderr, status } = underNodeTest(fileURLToPath(new URL("./checkout.fixture.ts", import.meta.url)));
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/^# pass 4$/m);
});

test("the guide's own test passes under node:test", () => {
  // In the repository, so that package names resolve as for users.
  const root = join(import.meta.dirname, "../..");
  mkdirSync(join(root, ".stepwell"), { recursive: true });
  const folder = mkdtempSync(join(root, ".stepwell/guide-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const { file, code } of codeBlocks(readFileSync(join(root, "docs/guide/testing.md"), "utf8")))
    if (file !== undefined) writeFileSync(join(folder, file), code);
  const { stdout, stderr, status } = underNodeTest(join(folder, "nobody-approves.ts"));
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/^# pass 1$/m);
});
