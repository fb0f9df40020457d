/** What `run` does: finds the workflow, starts a run of it, and executes it here unless it is only to be started. */
import { isFailure, isFinished, type RunView, type StartOptions, type Stepwell } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { codeOf } from "../code/code-of-runs.ts";
import { type FoundWorkflow, findWorkflow, nameOf } from "../code/find-workflow.ts";
import { moduleLoader } from "../code/load-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { readInput } from "../input.ts";
import { openToLook, openToStart, storeExists } from "../open-engine.ts";
import { durationOf, wholeNumberOf } from "../run-filter.ts";
import { runJson } from "../run-json.ts";
import { storeFlag } from "../store-flag.ts";
import { asDeclared } from "../written-params.ts";
import { type Begun, executeHere, waitOf } from "./execute-here.ts";
import { lastPosition } from "./recorded.ts";
import { leftLines } from "./status-lines.ts";

/** @returns the exit code */
export async function startRun(call: CommandCall): Promise<number> {
  const { given, environment, store } = call;
  const options = startOptions(call);
  const waitMs = waitOf(call);
  const written = await readInput(call);
  const load = moduleLoader(call);
  const known = () => workflowsThatRan(call);
  const found = await findWorkflow(given.args[0] ?? "", {
    folder: environment.folder,
    load,
    known,
    deployed: {
      find: async (name) => (await import("../code/definition-module.ts")).deployedModule(name, call),
      names: async () => (await import("../code/definition-world.ts")).deployedNames(call),
    },
    store,
  });
  const { module, workflow } = found;
  const name = nameOf(workflow);
  const definition = module.definitions?.definition(name);
  const params = definition === undefined ? written : asDeclared(definition, written, call);
  const input = module.inputOf === undefined ? params : await module.inputOf(name, params);
  const starting: Starting = { call, found, input, options };
  return given.flag("detach") ? await startOnly(starting) : await startAndFollow(starting, waitMs);
}

interface Starting {
  readonly call: CommandCall;
  readonly found: FoundWorkflow;
  readonly input: unknown;
  readonly options: StartOptions;
}

async function startOnly({ call, found, input, options }: Starting): Promise<number> {
  const engine = await openToStart(call);
  try {
    await found.module.ready?.(engine);
    const handle = await engine.start(found.workflow, input, options);
    const { output, environment } = call;
    const { input: _, output: __, error: ___, ...view } = await handle.status();
    environment.stdout.write(output.json ? `${JSON.stringify(runJson(view))}\n` : `${view.id}\n`);
    if (!output.json && !output.quiet) {
      const left = { run: view.id, status: view.status, orphaned: true, where: storeFlag(call) };
      for (const line of leftLines(left, output.progress)) output.progress.line(line);
    }
    return exitCodes.completed;
  } finally {
    await engine.close();
  }
}

async function startAndFollow(starting: Starting, waitMs: number | undefined): Promise<number> {
  const code = codeOf([starting.found.module]);
  return await executeHere(starting.call, { code, waitMs, begin: (engine) => begin(engine, starting) });
}

async function begin(engine: Stepwell, { found, input, options }: Starting): Promise<Begun> {
  const { module, workflow } = found;
  const before = await standing(engine, options.id);
  await module.ready?.(engine);
  const handle = await engine.start(workflow, input, options);
  const begun =
    before === undefined
      ? "started"
      : before.over && (await handle.status()).generation === before.generation
        ? "over"
        : "resumed";
  const heading = { workflow: nameOf(workflow), file: module.shown, begun } as const;
  return { runs: [{ id: handle.id, heading, recordedUpTo: before?.recordedUpTo ?? 0 }] };
}

interface Before {
  readonly recordedUpTo: number;
  readonly generation: number;
  readonly over: boolean;
}

/** How a run of this id stands; undefined when there is none yet. */
async function standing(engine: Stepwell, id: string | undefined): Promise<Before | undefined> {
  if (id === undefined) return undefined;
  try {
    const handle = engine.handle(id);
    const { generation, status } = await handle.status();
    return { recordedUpTo: await lastPosition(handle), generation, over: isFinished(status) };
  } catch (error) {
    if (isFailure(error, "unknown-run")) return undefined;
    throw error;
  }
}

const policies = ["return", "reject", "restart-if-failed", "restart"] as const;

function startOptions({ given }: CommandCall): StartOptions {
  const [id, policy, priority, delay, timeout] = ["id", "onExisting", "priority", "delay", "timeout"].map((name) =>
    given.text(name),
  );
  const onExisting = policy === undefined ? undefined : policies.find((known) => known === policy);
  if (policy !== undefined && onExisting === undefined)
    throw commandFailure("wrong-flag-value", {
      flag: "--on-existing",
      value: policy,
      problem: `must be one of ${policies.join(", ")}`,
      nearest: nearestName(policy, policies),
    });
  return {
    tags: given.texts("tag"),
    ...(id === undefined ? {} : { id }),
    ...(onExisting === undefined ? {} : { onExisting }),
    ...(priority === undefined ? {} : { priority: wholeNumberOf("--priority", priority) }),
    ...(delay === undefined ? {} : { delay: durationOf("--delay", delay) }),
    ...(timeout === undefined ? {} : { timeout: durationOf("--timeout", timeout) }),
  };
}

/** Newest first. */
async function workflowsThatRan(call: CommandCall): Promise<readonly RunView[]> {
  if (call.store === "memory:" || !storeExists(call)) return [];
  const engine = await openToLook(call);
  try {
    const { items } = await engine.list({}, { limit: 200 });
    const name = call.given.args[0] ?? "";
    const own = await engine.list({ workflow: name }, { limit: 1 });
    return [...own.items, ...items];
  } finally {
    await engine.close();
  }
}
