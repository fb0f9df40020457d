/** Puts an engine together: store, worker, threads, hooks; and takes it apart again. */
import { failure } from "../model/errors.ts";
import { runErrorClasses } from "../model/run-errors.ts";
import { decode, encode } from "../model/value/codec.ts";
import { exceeds } from "../model/value/size.ts";
import { announcer } from "../worker/announce.ts";
import { guardProbe } from "../worker/guard-probe.ts";
import { installProcessHooks } from "../worker/process-hooks/install.ts";
import { isTaskThread } from "../worker/threads/inside-thread.ts";
import { threadRunner } from "../worker/thread-runner.ts";
import { Worker } from "../worker/worker.ts";
import { buildOf } from "./build-id.ts";
import { Changes } from "./changes.ts";
import type { Internals } from "./internals.ts";
import type { Settings } from "./open-options.ts";
import { makeRegistry } from "./registry.ts";

export async function openInternals(settings: Settings): Promise<Internals> {
  // A thread imports the module of its task: if that module opens an engine at import, every thread would open one.
  if (isTaskThread())
    throw failure("invalid-option", { where: "Stepwell.open", option: "workflows", problem: "was called in a thread that executes tasks; define tasks in a module that opens no engine" });
  const { host, namespace } = settings;
  const registry = makeRegistry(settings.workflows, settings.tasks);
  const changes = new Changes();
  const values = codec(settings);
  const store = await settings.store.open({ host, namespace });
  const threads = threadRunner({ host, size: settings.threads, ...values });
  const probe = guardProbe();
  const worker = new Worker({
    host,
    store,
    name: `${host.proof.pid}`,
    build: settings.build ?? buildOf(registry),
    workflows: registry.workflows,
    queues: settings.queues,
    concurrency: settings.concurrency,
    defaults: settings.defaults,
    ...values,
    threads,
    gate: probe,
    executes: settings.executes,
    events: { changed: (run, change) => changes.changed(run, change), notice: settings.log },
  });
  const hooks = installProcessHooks(probe);
  const foreign = store.onForeignChange(() => {
    changes.anyChanged();
    void worker.lookAround().catch((error) => settings.log("looking for requests failed; it is tried again", error));
  });
  const announcing = announcer({
    host,
    store,
    worker,
    encode: values.encode,
    announced: (executions) => {
      for (const execution of executions) changes.changed(execution.run.key, undefined);
    },
    troubled: (error) => settings.log("saying what takes long failed; it is tried again", error),
  });
  try {
    await worker.open();
  } catch (error) {
    hooks.uninstall();
    foreign.stop();
    announcing.stop();
    await store.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    settings,
    store,
    worker,
    registry,
    changes,
    ...values,
    get closed() {
      return closing !== undefined;
    },
    close(graceMs) {
      closing ??= (async () => {
        await worker.close(graceMs);
        announcing.stop();
        foreign.stop();
        await threads.close();
        hooks.uninstall();
        changes.anyChanged();
        await store.close();
      })();
      return closing;
    },
  };
}

function codec(settings: Settings): {
  encode: (value: unknown, where: string) => string;
  decode: (text: string) => unknown;
} {
  const limitBytes = settings.defaults.valueBytes;
  const errors = [...runErrorClasses, ...settings.errors];
  return {
    encode(value, where) {
      const text = encode(value, where);
      const bytes = exceeds(text, limitBytes);
      if (bytes !== undefined) throw failure("value-too-large", { where, bytes, limitBytes });
      return text;
    },
    decode: (text) => decode(text, { errors }),
  };
}
