/** Puts an engine together: store, worker, threads, hooks; and takes it apart again. */
import { failure } from "../model/errors.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { Store } from "../store/port.ts";
import { type Announcer, announcer } from "../worker/announce.ts";
import { elsewhereRunner } from "../worker/bodies-elsewhere/runner.ts";
import type { MakeRow } from "../worker/child-starts.ts";
import { type GuardProbe, guardProbe } from "../worker/guard-probe.ts";
import { installProcessHooks } from "../worker/process-hooks/install.ts";
import { isTaskProcess } from "../worker/processes/inside-process.ts";
import { retention } from "../worker/retention.ts";
import { isTaskThread } from "../worker/threads/inside-thread.ts";
import { Worker } from "../worker/worker.ts";
import type { WorkerEvents } from "../worker/worker-options.ts";
import { buildsOf } from "./build-id.ts";
import { Changes } from "./changes.ts";
import { type Codec, makeCodec } from "./codec.ts";
import type { EngineTeller } from "./engine-events.ts";
import type { Internals } from "./internals.ts";
import type { Settings } from "./open-options.ts";
import { setUpPlugins } from "./plugins.ts";
import { makeRegistry } from "./registry.ts";
import { rulesOf } from "./retention-options.ts";
import { retryOnce } from "./retry-run.ts";
import { type StartDeps, startRow } from "./start-options.ts";

export async function openInternals(settings: Settings): Promise<Internals> {
  refuseInTask();
  const { host, namespace, executes, threads, processes } = settings;
  const registry = makeRegistry(settings.workflows, settings.tasks);
  const changes = new Changes();
  const codec = makeCodec(settings);
  const extensions = await setUpPlugins(settings.plugins, { host, decode: codec.decode, log: settings.log });
  const damaged = executes ? { damaged: (error: unknown) => worker.broken(error) } : {};
  const store = await settings.store.open({ host, namespace, sameValue: codec.sameValue, ...damaged });
  const elsewhere = elsewhereRunner({ host, threads, processes, ...codec.plain });
  const probe = guardProbe();
  let around: Surrounding | undefined;
  const builds = buildsOf(settings, registry);
  const worker = new Worker({
    host,
    store,
    name: `${host.proof.pid}`,
    build: builds.build,
    workflows: registry.workflows,
    ...settingsOfWorker(settings),
    ...codec,
    elsewhere,
    gate: probe,
    childRow: childRow({ ...settings, encode: codec.encode, ...builds }),
    retryChild: (child, by, how) => retryOnce(whole, { child, how }, by),
    events: {
      ...toldTo(changes, extensions.teller),
      busy: () => around?.announcing.busy(),
      notice: settings.log,
    },
  });
  around = lookAround({ settings, store, worker, changes, probe, codec });
  let closing: Promise<void> | undefined;
  const takeApart = async (graceMs: number): Promise<void> => {
    try {
      await worker.close(graceMs);
      await extensions.teller.heard(graceMs);
    } finally {
      await around.stop();
      await elsewhere.close(graceMs);
      changes.anyChanged();
      await store.close();
    }
  };
  const whole: Internals = {
    settings,
    store,
    worker,
    registry,
    changes,
    extensions,
    ...builds,
    ...codec,
    get closed() {
      return closing !== undefined;
    },
    close(graceMs) {
      closing ??= takeApart(graceMs);
      return closing;
    },
  };
  try {
    await worker.open();
  } catch (error) {
    await around.stop();
    await store.close();
    throw error;
  }
  return whole;
}

function settingsOfWorker(settings: Settings) {
  const { queues, concurrency, defaults, executes, batchEntries, ownRunsOnly } = settings;
  return { queues, concurrency, defaults, executes, batchEntries, ownRunsOnly };
}

function childRow(deps: StartDeps): MakeRow {
  return ({ workflow, ...wanted }) => startRow(workflow as AnyWorkflow, wanted, deps);
}

/** Who hears of what the worker has written: those who wait for a run, and those who listen to all of them. */
function toldTo(
  changes: Changes,
  teller: EngineTeller,
): Pick<WorkerEvents, "began" | "changed" | "written" | "dropped"> {
  return {
    began: (row) => teller.began(row),
    changed: (run) => changes.changed(run, undefined),
    dropped: (run) => changes.stateMayDiffer(run),
    written(write, row) {
      changes.changed(write.run, write.change);
      teller.written(write, row);
    },
  };
}

/** A thread or process imports the module of its task: if that opens an engine at import, each would open one. */
function refuseInTask(): void {
  if (!isTaskThread() && !isTaskProcess()) return;
  const place = isTaskThread() ? "thread" : "process";
  throw failure("invalid-option", {
    where: "Stepwell.open",
    option: "workflows",
    problem: `was called in a ${place} that executes tasks; define tasks in a module that opens no engine`,
  });
}

interface Surrounding {
  readonly announcing: Announcer;
  stop(): Promise<void>;
}

interface Surroundings {
  readonly settings: Settings;
  readonly store: Store;
  readonly worker: Worker;
  readonly changes: Changes;
  readonly probe: GuardProbe;
  readonly codec: Codec;
}

/** What goes on beside the worker for as long as the engine is open. */
function lookAround(parts: Surroundings): Surrounding {
  const { settings, store, worker, changes, probe, codec } = parts;
  const hooks = installProcessHooks(probe);
  const foreign = store.onForeignChange(() => {
    changes.anyChanged();
    void worker.lookAround();
  });
  const announcing = announcer({
    host: settings.host,
    store,
    worker,
    encode: codec.encode,
    announced: (run) => changes.changed(run, undefined),
    // Virtual time that leaps is no sign of a busy loop.
    lagged: settings.defaults.standIns === undefined ? settings.log : () => {},
    troubled: (error) => settings.log("saying what takes long failed; it is tried again", error),
  });
  const clearing = retention({
    host: settings.host,
    store,
    // Runs of others' workflows may be kept longer by those who serve them.
    workflows: settings.executes && !settings.ownRunsOnly ? settings.workflows.map(({ name }) => name) : [],
    rules: (now) => rulesOf(settings.retention, now),
    busy: () => worker.held.active.size > 0,
    troubled: (error) => settings.log("removing old runs failed; it is tried again", error),
  });
  return {
    announcing,
    stop() {
      announcing.stop();
      foreign.stop();
      hooks.uninstall();
      return clearing.stop();
    },
  };
}
