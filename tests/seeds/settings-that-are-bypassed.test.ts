import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, Stepwell, task, workflow } from "@stepwell/core";
import { SettingsLoader } from "@stepwell/declarative/config";
import { expect, onTestFinished, test } from "vitest";

// ConfigWorkflow 3: some settings are read past the precedence that is documented.
test("no option can bypass the order call, task, engine", async () => {
  let attempts = 0;
  const fails = (): never => {
    attempts++;
    throw new RangeError("x");
  };
  const plain = task("plain", fails);
  const own = task("own", { retry: { maxAttempts: 3 } }, fails);
  const flow = workflow("flow", async (wf, how: string) => {
    if (how === "engine") await wf.step("s", fails);
    if (how === "engine, by task") await plain(undefined as never);
    if (how === "task") await own(undefined as never);
    if (how === "call over task") await wf.run(own, undefined as never, { retry: { maxAttempts: 4 } });
    if (how === "call over engine") await wf.step("s", fails, { retry: { maxAttempts: 5 } });
    if (how === "false") await wf.run(own, undefined as never, { retry: false });
  });
  await using engine = await Stepwell.open({
    store: memory(),
    workflows: [flow],
    defaults: { retry: { maxAttempts: 2, initial: 1, jitter: 0 } },
  });
  const made: Record<string, number> = {};
  for (const how of ["engine", "engine, by task", "task", "call over task", "call over engine", "false"]) {
    attempts = 0;
    await engine.execute(flow, how).catch(() => {});
    made[how] = attempts;
  }
  expect(made).toEqual({
    engine: 2,
    "engine, by task": 2,
    task: 3,
    "call over task": 4,
    "call over engine": 5,
    false: 1,
  });
});

test("a setting of the environment wins over the file, whichever it is, and is the only one to be had", async () => {
  const folder = mkdtempSync(join(tmpdir(), "bypassed-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "stepwell.json"), '{ "timeout": 30, "max-workers": 2, "run": { "shell": "js" } }');
  const variables = { WORKFLOW_MAX_WORKERS: "4", WORKFLOW_TIMEOUT: "60", WORKFLOW_RUN_SHELL: "python" };
  const loader = new SettingsLoader(variables);
  const settings = await loader.load({ folder });
  expect([settings.get("max-workers"), settings.get("timeout"), settings.get("run.shell")]).toEqual([
    4,
    60_000,
    "python",
  ]);
  expect(loader.rest).toEqual({});
});
