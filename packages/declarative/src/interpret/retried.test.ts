import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ended, opened } from "./opened.fixture.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-retried-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const stages = (gate: string) => `[{ id: one, bash: "echo one >> ${gate}.log" }, { id: two, bash: "test -e ${gate}" }]`;
const last = "finally: [{ id: last, echo: hi }]\n";
const legs = "strategy: { matrix: { n: [1, 2] }, fail-fast: false }";

/** Fails while there is no gate; each has done its first stage by then. */
const flows: readonly (readonly [name: string, flow: (gate: string) => string])[] = [
  ["alone", (gate) => `jobs: { a: { stages: ${stages(gate)} } }\n`],
  ["before what is last", (gate) => `jobs: { a: { stages: ${stages(gate)} } }\n${last}`],
  ["of two legs", (gate) => `jobs: { a: { ${legs}, stages: ${stages(gate)} } }\n${last}`],
  [
    "after an attempt of its job",
    (gate) => `jobs: { a: { retry: { max-attempts: 2, initial: 1ms }, stages: ${stages(gate)} } }\n${last}`,
  ],
  [
    "below other stages",
    (gate) =>
      `jobs: { a: { stages: [{ id: p, parallel: { l: ${stages(gate)}, r: [{ bash: "sleep 0.2; test -e ${gate}" }] } }] } }\n${last}`,
  ],
  ["in a run of its own", (gate) => `jobs: { a: { runs-on: queue:default, stages: ${stages(gate)} } }\n${last}`],
  ["in runs of their own", (gate) => `jobs: { a: { concurrency: some, ${legs}, stages: ${stages(gate)} } }\n${last}`],
  ["in what is last", (gate) => `jobs: { a: { stages: [{ echo: hi }] } }\nfinally: ${stages(gate)}\n`],
];

test.each(flows)("a failure %s is what a retry of the run begins at", async (name, flow) => {
  const gate = join(folder, name.replaceAll(" ", "-"));
  await using it = await opened(`name: flow\n${flow(gate)}`);
  const run = await it.start({}, "r");
  await ended(run);
  expect((await run.status()).status).toBe("failed");
  writeFileSync(gate, "");
  await run.retry();
  await ended(run);
  expect(it.context("r")?.errors).toEqual([]);
  expect((await run.status()).status).toBe("completed");
});
