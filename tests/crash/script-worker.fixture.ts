/** A process that executes the runs of a definition until none is left. `script-worker.fixture.ts OPTIONS`, as JSON. */
import { readFileSync } from "node:fs";
import { type Host, nodeHost, Stepwell, sqlite } from "@stepwell/core";
import { definitionWorkflow } from "../../packages/declarative/src/interpret/definition-workflow.ts";
import { makeServices } from "../../packages/declarative/src/interpret/services.ts";
import { definitionsOf, loadText } from "../../packages/declarative/src/load/load.ts";
import { TaskRegistry } from "../../packages/declarative/src/tasks/task-registry.ts";

export interface ScriptWorkerFixture {
  readonly file: string;
  readonly definition: string;
  /** Of tasks. */
  readonly root: string;
  readonly workspaces: string;
  /** Starts this run. */
  readonly start?: string;
  /** Its wall clock is ahead by so much: lets a lease lapse without waiting. */
  readonly aheadMs?: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as ScriptWorkerFixture;
const { root, workspaces, aheadMs } = options;

function hostOf(): Host {
  const host = nodeHost();
  if (aheadMs === undefined) return host;
  return { ...host, now: () => host.now() + aheadMs, isProvablyDead: () => false };
}

const host = hostOf();
const inherited = { PATH: process.env.PATH };
const text = readFileSync(options.definition, "utf8");
const [definition] = definitionsOf(await loadText({ file: options.definition, text, format: "yaml" }));
if (definition === undefined) throw new TypeError("no definition");
const tasks = new TaskRegistry({ roots: [root], registered: new Map(), host, inherited });
const workflow = definitionWorkflow(definition, makeServices({ workspaces, inherited, tasks, host }));
const engine = await Stepwell.open({
  store: sqlite(options.file),
  workflows: [workflow],
  host,
  log: (line, error) => console.log(`notice: ${line} ${error instanceof Error ? error.message : ""}`),
});
if (options.start !== undefined) await engine.start(workflow, { definition, params: {} }, { id: options.start });
console.log("ready");
const looking = setInterval(async () => {
  if ((await engine.count({ status: ["pending", "running", "waiting"] })) > 0) return;
  clearInterval(looking);
  await engine.close();
  console.log("closed");
}, 50);
