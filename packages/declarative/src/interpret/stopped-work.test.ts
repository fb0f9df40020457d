import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, test } from "vitest";
import { ended, opened, until } from "./opened.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-stopped-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Level {
  readonly workflow?: string;
  readonly job?: string;
  readonly stage?: string;
  readonly around?: string;
}

/** A script that says which process it is, and then does nothing for a long time. */
const flow = (file: string, { workflow = "", job = "", stage = "", around = "" }: Level) => {
  const script = `{ id: s, bash: "echo $$ > ${file}; sleep 300"${stage} }`;
  const stages = around === "" ? script : `{ id: around, ${around}: { all: [${script}] }, timeout: "4 s" }`;
  return `name: flow\nparams: { limit: { type: str, default: "4 s" } }\n${workflow}jobs: { a: { ${job}stages: [${stages}] } }\n`;
};

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.concurrent.for<[string, Level, { timeoutMs?: number }]>([
  ["a stage", { stage: ", timeout: 4 s" }, {}],
  ["a stage around it", { around: "parallel" }, {}],
  ["a job", { job: "timeout: 4 s, " }, {}],
  ["a leg", { job: "timeout: 4 s, strategy: { matrix: { n: [1] } }, " }, {}],
  ["a job on another queue", { job: "timeout: 4 s, runs-on: queue:default, " }, {}],
  ["the workflow, as it is written", { workflow: "timeout: 4 s\n" }, {}],
  ["the workflow, by a template", { workflow: "timeout: ${{ params.limit }}\n" }, {}],
  ["the settings", {}, { timeoutMs: 4_000 }],
])("a timeout of %s ends the process that works", async ([name, level, options], { expect }) => {
  const file = join(folder, name.replaceAll(/\W+/g, "-"));
  await using it = await opened(flow(file, level), options);
  const run = await it.start({}, "r");
  await until(async () => existsSync(file) && readFileSync(file, "utf8").endsWith("\n"));
  const pid = Number(readFileSync(file, "utf8"));
  expect(lives(pid)).toBe(true);
  await ended(run);
  expect(["failed", "timed_out"]).toContain((await run.status()).status);
  await expect.poll(() => lives(pid), { timeout: 10_000 }).toBe(false);
});
