import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { task, workflow } from "stepwell";
import { crashTest, testKit } from "stepwell/testing";
import { expect, test } from "vitest";

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

test("under node:test, too", () => {
  const fixture = fileURLToPath(new URL("./checkout.fixture.ts", import.meta.url));
  // Its own reporter, not that of a parent; without the marks of this framework in its environment.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--test", "--test-reporter=tap", fixture], {
    encoding: "utf8",
    env,
    timeout: 25_000,
  });
  expect(status, stdout + stderr).toBe(0);
  expect(stdout).toMatch(/^# pass 4$/m);
});
