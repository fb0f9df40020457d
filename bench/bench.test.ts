/** The benchmarks run and give figures; whether they are good ones is for people to judge, not for a test. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { suite } from "./suite.ts";

const run = promisify(execFile);
const bench = fileURLToPath(new URL("./run.ts", import.meta.url));
const profile = fileURLToPath(new URL("./profile.ts", import.meta.url));
/** A quick suite takes less than a minute on a machine that has nothing else to do. */
const patienceMs = 300_000;

interface Recorded {
  readonly workload: string;
  readonly value: number;
  readonly raw: number | null;
  readonly ratio: number | null;
  readonly goal: string;
  readonly ok: boolean;
}

test("every workload runs and yields finite figures", { timeout: patienceMs }, async () => {
  const folder = mkdtempSync(join(tmpdir(), "stepwell-bench-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const json = join(folder, "figures.json");
  const { stdout } = await run(process.execPath, [bench, "--quick", "--json", json]);
  const figures = JSON.parse(readFileSync(json, "utf8")) as Recorded[];
  for (const { name } of suite) {
    expect(
      figures.some(({ workload }) => /^\w+/u.exec(workload)?.[0] === name),
      `figures of ${name}`,
    ).toBe(true);
  }
  for (const { workload, value, raw, ratio } of figures) {
    expect(value, workload).toSatisfy(Number.isFinite);
    expect(raw ?? 0, workload).toSatisfy(Number.isFinite);
    expect(ratio ?? 0, workload).toSatisfy(Number.isFinite);
    expect(stdout).toContain(workload);
  }
});

test("only the wanted workloads run", { timeout: patienceMs }, async () => {
  const { stdout } = await run(process.execPath, [bench, "--quick", "--only", "W3"]);
  expect(stdout).toContain("W3 fan-out");
  expect(stdout).not.toContain("W1 100");
});

test("a workload or store that does not exist is named, with those that do", async () => {
  const stranger = run(process.execPath, [bench, "--only", "W99"]);
  await expect(stranger).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/"W99".*W1.*naive/s) });
  const store = run(process.execPath, [bench, "--store", "clay"]);
  await expect(store).rejects.toMatchObject({ code: 2, stderr: expect.stringMatching(/"clay".*sqlite/s) });
});

test("a profile says where the time of a step goes", { timeout: patienceMs }, async () => {
  const { stdout } = await run(process.execPath, [profile, "W3", "--seconds", "1"]);
  expect(stdout).toMatch(/run \[native\] ← SQL: journal rows/);
  expect(stdout).toMatch(/bytes allocated/);
});
