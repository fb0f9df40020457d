import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { memory, Stepwell } from "@stepwell/core";
import { createStep, Workflow } from "@stepwell/declarative";
import { expect, test } from "vitest";
import { newFolder } from "../crash/processes.ts";

const declarative = new URL("../../packages/declarative/src/index.ts", import.meta.url).href;

function folderWith(definition: string): { folder: string; variables: Record<string, string | undefined> } {
  const folder = newFolder();
  mkdirSync(join(folder, "conf"), { recursive: true });
  writeFileSync(join(folder, "conf/flow.yml"), definition);
  return { folder, variables: { PATH: process.env.PATH } };
}

// ConfigWorkflow 1: modules that import each other and do things while they are imported.
test("importing definitions, settings and steps cannot do anything", () => {
  const program = `
    const before = JSON.stringify(process.env);
    await import(${JSON.stringify(declarative)});
    await import(${JSON.stringify(declarative.replace("index.ts", "config/index.ts"))});
    console.log(JSON.stringify({ same: before === JSON.stringify(process.env), open: process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|FS/.test(name)) }));
  `;
  const folder = newFolder();
  const done = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8", cwd: folder });
  expect(JSON.parse(done.stdout || JSON.stringify(done.stderr))).toEqual({ same: true, open: [] });
  expect(readdirSync(folder)).toEqual([]);
}, 30_000);

// ConfigWorkflow 2 and 4: steps of a factory that cannot be saved, and defaults that all of them share.
test("steps of a factory share nothing, and what they do is saved whatever they are made of", async () => {
  const shared = { retry: { maxAttempts: 2 } };
  const steps = [1, 2].map((n) => createStep(`step${n}`, "process", { ...shared, run: (data) => [data, n] }));
  const { workflow } = await import("@stepwell/core");
  const flow = workflow("flow", async (wf, data: unknown) => {
    let passed = data;
    for (const step of steps) passed = await wf.run(step, passed);
    return passed;
  });
  await using engine = await Stepwell.open({ store: memory(), workflows: [flow], tasks: steps });
  const results = await Promise.all(["a", "b"].map((data) => engine.execute(flow, data)));
  expect(results).toEqual([
    [["a", 1], 2],
    [["b", 1], 2],
  ]);
});

// ConfigWorkflow 3: some settings are read past the precedence that is documented.
test("a call of a definition goes by defaults, file, environment and call, in this order", async () => {
  const { folder, variables } = folderWith("flow:\n  jobs: { a: { stages: [{ echo: hi }] } }\n");
  const of = async (environment: object, extras: Readonly<Record<string, unknown>>) => {
    const flow = await Workflow.fromConf("flow", { folder, variables: { ...variables, ...environment }, extras });
    const result = await flow.release(new Date("2026-01-05T02:00Z"), {}, { releaseType: "rerun" });
    const engine = await Stepwell.open({
      store: (await import("@stepwell/core")).sqlite(join(folder, ".stepwell/stepwell.db")),
    });
    const kept = (await engine.handle(result.runId).get("audit")) !== undefined;
    await engine.close();
    return kept;
  };
  const off = { WORKFLOW_CORE_AUDIT_ENABLED: "false" };
  expect(await of({}, {})).toBe(true);
  writeFileSync(join(folder, "stepwell.yml"), "audit: { enabled: false }\n");
  expect(await of({}, {})).toBe(false);
  expect(await of({ WORKFLOW_CORE_AUDIT_ENABLED: "true" }, {})).toBe(true);
  expect(await of(off, { "audit.enabled": true })).toBe(true);
}, 30_000);

// ConfigWorkflow 5: a scheduled time without a zone is compared with times that have one.
test("a release has an instant: the zone of the machine does not change it, and text is none", () => {
  const { folder } = folderWith('flow:\n  on: [{ cron: "0 2 * * *" }]\n  jobs: { a: { stages: [{ echo: hi }] } }\n');
  const program = `
    const { Workflow } = await import(${JSON.stringify(declarative)});
    const flow = await Workflow.fromConf("flow");
    const dry = await flow.release(new Date("2026-01-05T03:00:00+01:00"), {}, { releaseType: "dryrun" });
    const refused = await flow.release("2026-01-05T02:00:00").catch((error) => error.code);
    console.log(JSON.stringify([dry.runId, refused, flow.on.next(new Date("2026-01-05T02:00Z"))]));
  `;
  for (const TZ of ["UTC", "Asia/Kathmandu", "Pacific/Apia"]) {
    const env = { ...process.env, TZ };
    const done = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
      encoding: "utf8",
      cwd: folder,
      env,
    });
    const expected = ["flow@2026-01-05T02:00Z", "call-invalid", "2026-01-06T02:00:00.000Z"];
    expect(JSON.parse(done.stdout || JSON.stringify(done.stderr)), TZ).toEqual(expected);
  }
}, 60_000);

// ConfigWorkflow 7: written in the platform's encoding, read as UTF-8.
test("records in files come back as they were, whatever the locale", () => {
  const text = "ä 漢字 🙂";
  const { folder } = folderWith(
    `flow:\n  params: { t: str }\n  jobs: { a: { stages: [{ id: s, echo: "\${{ params.t }}" }] } }\n`,
  );
  const program = `
    const { FileAudit, Workflow } = await import(${JSON.stringify(declarative)});
    const flow = await Workflow.fromConf("flow");
    const options = { audit: FileAudit.in("records"), overrideLogName: "prüfung" };
    console.log((await flow.release(new Date("2026-01-05T02:00Z"), { t: JSON.parse(process.argv[1]) }, options)).status);
  `;
  const env = { ...process.env, LC_ALL: "C", LANG: "de_DE.ISO-8859-1" };
  const words = ["--input-type=module", "-e", program, JSON.stringify(text)];
  const done = spawnSync(process.execPath, words, { encoding: "utf8", cwd: folder, env });
  expect([done.stdout, done.stderr]).toEqual(["SUCCESS\n", ""]);
  const [file = ""] = readdirSync(join(folder, "records/prüfung"));
  const record = JSON.parse(readFileSync(join(folder, "records/prüfung", file), "utf8"));
  expect([record.params.t, record.outputs.a.message]).toEqual([text, text]);
}, 30_000);
