import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ExampleRun } from "./example-run.ts";

let example: ExampleRun;
let scratch: string;
beforeEach(() => {
  example = new ExampleRun("fallback/rates.yml");
  scratch = join(example.folder, "scratch");
});
afterEach(() => example.remove());

const given = (primary: string, ...more: readonly string[]) => [
  ...["-p", `primary=${join(example.folder, primary)}`, "-p", `scratch=${scratch}`],
  ...more.flatMap((param) => ["-p", param]),
];
const mirrored = { from: "mirror", rates: { EUR: 1, USD: 1.08, THB: 38.9 } };

test("the bank's file is used where there is one", { timeout: 60_000 }, async () => {
  writeFileSync(join(example.folder, "bank.csv"), "currency,rate\nEUR,1\nJPY,161\n");
  expect(await example.run(given("bank.csv"))).toEqual({ from: "bank", rates: { EUR: 1, JPY: 161 } });
  expect(existsSync(scratch)).toBe(false);
});

test("killed in the fallback, it goes on there: the bank is not asked again", { timeout: 60_000 }, async () => {
  // prepare, the bank twice, the mirror.
  const at = { program: "bash", call: 4, having: "-eo pipefail" } as const;
  expect(await example.killedAndResumed(at, given("missing.csv", "retries=1"))).toEqual(mirrored);
  expect(existsSync(scratch)).toBe(false);
});

test("without either, the run fails, and what it borrowed is given back all the same", {
  timeout: 60_000,
}, async () => {
  const { code, stderr } = await example.command(
    ...["run", example.file, ...given("missing.csv", "retries=0", `mirror=${example.folder}/none.csv`)],
  );
  expect(code).toBe(1);
  expect(stderr).toContain("cleanup/bash");
  expect((await example.command("logs", "@last")).stdout).toContain("no rates today");
  expect(existsSync(scratch)).toBe(false);
});
