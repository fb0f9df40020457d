import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Host, memory, nodeHost, type RunHandle, Stepwell, type StoreProvider } from "@stepwell/core";
import { afterAll, beforeEach, expect, test } from "vitest";
import type { Definition } from "../definition/definition.ts";
import { definitionsOf, loadText } from "../load/load.ts";
import { waiting } from "../stages/yaml-run.fixture.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import { type RunFolder, removeRunFolders, runFolders } from "./left-folders.ts";
import type { ResultContext } from "./records.ts";
import { makeServices } from "./services.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-workspace-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const workspaces = join(folder, "workspaces");
const artifacts = join(folder, "artifacts");
beforeEach(() => rmSync(workspaces, { recursive: true, force: true }));

function onMachine(machine: string): Host {
  const host = nodeHost();
  return { ...host, proof: { ...host.proof, machine }, timer: host.timer, point: host.point };
}

/** Two stages with a wait for the signal "go" between them. */
const flow = `
name: flow
jobs:
  build:
    stages:
      - { id: make, bash: "echo made >> file; echo n=$(cat file | wc -l) >> $STEPWELL_OUTPUT" }
      - { wait: { signal: go } }
      - { id: use, bash: "cat file" }
      - { id: after, if: failure(), echo: "no stage sees the loss" }
`;

async function definitionOf(text: string): Promise<Definition> {
  const [definition] = definitionsOf(await loadText({ file: "flow.yml", text, format: "yaml" }));
  if (definition === undefined) throw new Error("no definition");
  return definition;
}

async function openOn(machine: string, definition: Definition, store: StoreProvider) {
  const ends: ResultContext[] = [];
  const services = makeServices({
    workspaces,
    artifacts,
    host: onMachine(machine),
    inherited: { PATH: process.env.PATH },
  });
  const workflow = definitionWorkflow(definition, services, { ended: (context) => ends.push(context) });
  return { engine: await Stepwell.open({ store, workflows: [workflow] }), workflow, ends };
}

const ops = async (run: RunHandle) => (await run.journal()).filter(({ kind }) => kind !== "set").map(({ op }) => op);

/** Begun on machine "a" up to the wait; then on `machine`, after `between`. */
async function goneOn(machine: string, between: () => void, text = flow) {
  const definition = await definitionOf(text);
  const store = memory();
  const first = await openOn("a", definition, store);
  await waiting(await first.engine.start(first.workflow, { definition, params: {} }, { id: "r" }));
  await first.engine.close();
  between();
  const { engine, ends } = await openOn(machine, definition, store);
  const run = engine.handle("r");
  await run.signal("go", null);
  await run.signal("go", null);
  await run.result().catch(() => {});
  const found = { context: ends.at(-1), ops: await ops(run), logs: (await run.logs()).map(({ text }) => text) };
  await engine.close();
  return found;
}

test("a run that goes on on the same machine goes on with its workspace, and removes it at its end", async () => {
  const { context, ops: done } = await goneOn("a", () => expect(readdirSync(workspaces)).toHaveLength(1));
  expect(context?.status).toBe("SUCCESS");
  expect(done).toEqual(["build/make workspace", "build/make", "receive~build/wait", "build/use", "remove workspaces"]);
  expect(readdirSync(workspaces)).toEqual([]);
});

test("on another machine the job begins again in a workspace of its own, and no stage sees why", async () => {
  const { context, ops: done, logs } = await goneOn("b", () => {});
  expect(context?.status).toBe("SUCCESS");
  expect(context?.jobs.build?.stages?.use?.outputs.stdout).toBe("made\n");
  expect(context?.jobs.build?.stages?.after?.status).toBe("SKIP");
  expect(done.slice(3, 8)).toEqual([
    "build/use",
    "build (workspace 2)/make workspace",
    "build (workspace 2)/make",
    "receive~build (workspace 2)/wait",
    "build (workspace 2)/use",
  ]);
  expect(logs.join("\n")).toMatch(/the workspace .* is on the machine a; build begins again/);
});

test("the same when it was removed; a retry of the stage is of no use, and `try` does not see it", async () => {
  const guarded = flow.replace(
    '- { id: use, bash: "cat file" }',
    '- { id: use, try: [{ id: inner, bash: "cat file", retry: 3 }], catch: [{ echo: caught }] }',
  );
  const { context, ops: done } = await goneOn("a", () => rmSync(workspaces, { recursive: true }), guarded);
  expect(context?.status).toBe("SUCCESS");
  expect(done.filter((op) => op.includes("inner"))).toHaveLength(2);
  expect(done.filter((op) => op.includes("catch"))).toEqual([]);
});

test.each([
  ["was removed", "a", () => rmSync(workspaces, { recursive: true })],
  ["is another machine's", "b", () => {}],
])("a job begins again also where its workspace %s before it uploads", async (_, machine, between) => {
  const shared = `
name: flow
jobs:
  build:
    artifacts: { upload: { name: file, path: file } }
    stages: [{ id: make, bash: echo made > file }, { wait: { signal: go } }]
`;
  const { context, ops: done } = await goneOn(machine, between, shared);
  expect(context).toMatchObject({ status: "SUCCESS", errors: [] });
  expect(context?.jobs.build?.artifacts).toMatchObject([{ name: "file", files: 1 }]);
  expect(done).toContain("build (workspace 2)/upload file");
});

test("what takes its own folder away each time fails the job in the end", async () => {
  const definition = await definitionOf(
    `name: flow\njobs: { build: { stages: [{ id: rm, bash: 'rm -rf "$PWD"' }, { id: use, bash: pwd }] } }\n`,
  );
  const { engine, workflow, ends } = await openOn("a", definition, memory());
  await using _ = engine;
  const run = await engine.start(workflow, { definition, params: {} });
  await run.result().catch(() => {});
  expect(ends.at(-1)?.errors).toMatchObject([{ code: "workspace-lost" }]);
  expect((await ops(run)).filter((op) => op.endsWith("/use"))).toHaveLength(4);
});

test("each attempt of a job has a workspace of its own, each leg too, and `finally` one more", async () => {
  const definition = await definitionOf(`
name: flow
jobs:
  build:
    retry: { max-attempts: 2, initial: 1ms }
    strategy: { matrix: { n: [1, 2] } }
    stages:
      - { bash: 'test ! -e seen && touch seen && test "\${{ matrix.n }}" = 1' }
finally:
  - { bash: "test ! -e seen" }
`);
  const { engine, workflow, ends } = await openOn("a", definition, memory());
  await using _ = engine;
  await (await engine.start(workflow, { definition, params: {} })).result().catch(() => {});
  expect(ends.at(-1)?.errors.map(({ path, code }) => [path, code])).toEqual([
    ["jobs.build.strategies.n=2.stages.bash", "script-failed"],
  ]);
});

test("the folders of a run that failed stay for its retry", async () => {
  const definition = await definitionOf(`
name: flow
jobs: { build: { stages: [{ bash: "touch made" }, { id: check, bash: "test -e made && test -e ${folder}/mended" }] } }
`);
  const { engine, workflow, ends } = await openOn("a", definition, memory());
  await using _ = engine;
  const run = await engine.start(workflow, { definition, params: {} }, { id: ".." });
  await run.result().catch(() => {});
  writeFileSync(join(folder, "mended"), "");
  await run.retry();
  await run.result();
  expect(ends.at(-1)?.status).toBe("SUCCESS");
  expect((await ops(run)).filter((op) => op.endsWith("/make workspace"))).toHaveLength(1);
  expect(readdirSync(workspaces)).toEqual([]);
});

test("the folders of a run that failed go when the run has gone", async () => {
  const definition = await definitionOf("name: flow\njobs: { build: { stages: [{ bash: exit 1 }] } }\n");
  const { engine, workflow } = await openOn("a", definition, memory());
  await using _ = engine;
  const run = await engine.start(workflow, { definition, params: {} }, { id: ".." });
  await run.result().catch(() => {});
  const before: RunFolder[] = await runFolders(engine, workspaces);
  expect(before).toMatchObject([{ run: "..", status: "failed" }]);
  const sweep = (found: readonly RunFolder[]) => removeRunFolders(engine, found, { now: Date.now(), ended: true });
  expect(await sweep(before)).toBe(0);
  // The newest run of a store always stays.
  await (await engine.start(workflow, { definition, params: {} })).result().catch(() => {});
  await engine.gc({ olderThan: 0 });
  // Another store may know it: what this one never knew stays until it is old.
  expect(await sweep(before.map((one) => ({ ...one, status: undefined })))).toBe(0);
  expect(await sweep(before)).toBe(1);
  expect(readdirSync(workspaces)).toHaveLength(1);
});

test("a fork does not share the folder of the run that it came from", async () => {
  const definition = await definitionOf(flow);
  const { engine, workflow, ends } = await openOn("a", definition, memory());
  await using _ = engine;
  const run = await engine.start(workflow, { definition, params: {} }, { id: "r" });
  await waiting(run);
  const fork = await run.fork({ id: "f" });
  await fork.signal("go", null);
  await fork.signal("go", null);
  await fork.result();
  expect(ends.at(-1)?.status).toBe("SUCCESS");
  expect((await ops(fork)).filter((op) => op.startsWith("build (workspace 2)"))).toHaveLength(3);
  await run.signal("go", null);
  await run.result();
  expect(await ops(run)).not.toContain("build (workspace 2)/make workspace");
  // Of a run that is over it has the end, too, and its code comes to the same one.
  for (const over of [run, fork])
    expect(await over.fork({ id: `${over.id}-over` }).then((all) => all.result())).toMatchObject({ build: {} });
});

test("a stage type that asks for a workspace without saying so is refused", async () => {
  const definition = await definitionOf("name: flow\njobs: { build: { stages: [{ echo: hi }] } }\n");
  const echo = { key: "echo", value: { shape: { kind: "any" }, doc: "", example: "" } } as const;
  const stages = [{ ...echo, run: async (_: unknown, s: { workspace: string }) => ({ outputs: { at: s.workspace } }) }];
  const ends: ResultContext[] = [];
  const workflow = definitionWorkflow(definition, makeServices({ workspaces, stages }), { ended: (e) => ends.push(e) });
  await using engine = await Stepwell.open({ store: memory(), workflows: [workflow] });
  await (await engine.start(workflow, { definition, params: {} })).result().catch(() => {});
  expect(ends.at(-1)?.errors).toMatchObject([{ code: "workspace-unasked" }]);
});
