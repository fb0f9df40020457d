import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExampleRun } from "./example-run.ts";

let example: ExampleRun;
let target: string;
beforeEach(() => {
  example = new ExampleRun("approval/release.yml");
  target = join(example.folder, "releases");
});
afterEach(() => example.remove());

/** Executes it until it asks, and kills it there: the question needs no process. */
async function asked(): Promise<void> {
  const running = example.begin("r-1", ["-p", "version=1.4.0", "-p", `target=${target}`]);
  await expect
    .poll(() => example.command("approve").then(({ stdout }) => stdout), { timeout: 50_000 })
    .toContain("Deploy 1.4.0");
  await running.kill();
}

test("killed while it waits, it deploys when somebody has said yes", { timeout: 90_000 }, async () => {
  await asked();
  const said = await example.command(
    ...["approve", "r-1", "-p", "environment=staging", "-p", "note=not on Friday", "--by", "Ann"],
  );
  expect(said.code).toBe(0);
  const { code, stdout, stderr } = await example.command("resume", "r-1");
  expect([code, JSON.parse(stdout)]).toEqual([0, { deployed: "staging" }]);
  expect(stderr).not.toContain("build/build");
  expect(readFileSync(join(target, "staging/app.txt"), "utf8")).toBe("release 1.4.0\n");
  expect((await example.command("logs", "r-1")).stdout).toContain("note of staging: not on Friday");
});

test("a no fails it, and nothing is deployed", { timeout: 90_000 }, async () => {
  await asked();
  expect((await example.command("approve", "r-1", "--refuse")).code).toBe(0);
  const { code, stderr } = await example.command("resume", "r-1");
  expect(code).toBe(1);
  expect(stderr).toContain("was refused");
  expect((await example.command("logs", "r-1")).stdout).toContain("1.4.0 was not deployed");
  expect(existsSync(target)).toBe(false);
});
