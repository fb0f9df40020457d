import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const demo = fileURLToPath(new URL("demo-kill.ts", import.meta.url));

test("the books balance after kills in the middle of a batch", { timeout: 120_000 }, async () => {
  const words = [demo, "--orders", "12", "--kills", "2", "--notify", "200 ms"];
  const { stdout } = await promisify(execFile)(process.execPath, words, { timeout: 110_000 });
  expect(stdout.match(/^kill -9/gm)).toHaveLength(2);
  expect(stdout).toMatch(/^orders +12: 7 shipped, 1 rejected, 4 failed and undone$/m);
  expect(stdout.match(/^✓ /gm)).toHaveLength(8);
  expect(stdout).not.toContain("✗");
});
