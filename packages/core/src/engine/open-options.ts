/** What `Stepwell.open` takes, checked. */
import { nodeHost } from "../host/node.ts";
import type { Host } from "../host/port.ts";
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { readOptions } from "../model/read-options.ts";
import { defaultRetry, type RetryOptions, resolveRetry } from "../model/retry.ts";
import { checkName, checkText } from "../model/step-name.ts";
import type { ValueCodec } from "../model/value/encryption.ts";
import type { ErrorClass } from "../model/value/error-reader.ts";
import type { RunDefaults } from "../operations/run-port.ts";
import type { AnyTask } from "../operations/task.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import type { StoreProvider } from "../store/port.ts";
import { checkPlugins, type Plugin } from "./plugins.ts";
import { checkRetention, type Retention, type RetentionOptions } from "./retention-options.ts";

/** What the determinism guard does in workflow code. */
export type GuardMode = "replace" | "error" | "off";

/** What `Stepwell.open` takes. */
export interface OpenOptions {
  /** Where runs live: `sqlite(path)` or `memory()`. */
  readonly store: StoreProvider;
  /** What can be started, and what this process executes. */
  readonly workflows?: readonly AnyWorkflow[];
  readonly tasks?: readonly AnyTask[];
  /** False: start runs and look at them, and execute none; so does an engine without workflows that says nothing here. */
  readonly worker?: WorkerSettings | false;
  /** Runs of other namespaces are out of sight. Default "default". */
  readonly namespace?: string;
  /** What this process runs; shown with its worker. Default: made from the code of the workflows and tasks. */
  readonly build?: string;
  /** `replace` (default): time and randomness in workflow code come from the run. `error`: they block it. `off`: nothing is guarded. */
  readonly guard?: GuardMode;
  readonly defaults?: DefaultSettings;
  /** What adds to the engine: listeners, implementations. Made by definePlugin. */
  readonly plugins?: readonly Plugin[];
  /** Error classes that come back as themselves from the journal. */
  readonly errors?: readonly ErrorClass[];
  /** `encryption({ keys, current })`: what users put into the store is encrypted. Default: values are readable in it. */
  readonly codec?: ValueCodec;
  /** How long finished runs are kept: 30 days, failed ones 90. A worker removes those of its workflows that are older. */
  readonly retention?: RetentionOptions;
  /** Where the engine's own notices go. Default: nowhere. */
  readonly log?: (text: string, error?: unknown) => void;
  /** Clock, timers, randomness, threads, processes. Default: this machine's. */
  readonly host?: Host;
}

/** How much this process executes, and what of it. */
export interface WorkerSettings {
  /** Runs executed at a time. Default 1,000. */
  readonly concurrency?: number;
  /** Queues served. Default: those of its workflows, and "default". */
  readonly queues?: readonly string[];
  /**
   * `all` (default): any run of its workflows. `own`: only those that this engine has started, resumed or retried;
   * for a program that is there for certain runs and leaves the others alone.
   */
  readonly runs?: "all" | "own";
  /** Threads for tasks with `isolation: "thread"`. Default: one per processor. */
  readonly threads?: number;
  /** Processes for tasks with `isolation: "process"`, at most. Default: one per processor. */
  readonly processes?: number;
}

/** What holds for steps and values that say nothing themselves. */
export interface DefaultSettings {
  /** Retry of steps that say nothing. Default: 4 attempts, from 1 s, doubling, at most 60 s, jitter 0.5. */
  readonly retry?: RetryOptions;
  /** The largest encoded value, bytes. Default 1 MiB, at most 64 MiB; what is over 1 MiB is kept apart in the store. */
  readonly valueBytes?: number;
}

/** The options with all defaults in place. */
export interface Settings {
  readonly store: StoreProvider;
  readonly workflows: readonly AnyWorkflow[];
  readonly tasks: readonly AnyTask[];
  readonly executes: boolean;
  /** Nothing was given to execute, and nothing was said of it. */
  readonly idle: boolean;
  readonly ownRunsOnly: boolean;
  readonly concurrency: number;
  readonly queues: readonly string[];
  readonly threads: number | undefined;
  readonly processes: number | undefined;
  readonly namespace: string;
  readonly build: string | undefined;
  readonly guard: GuardMode;
  readonly defaults: RunDefaults;
  /** Entries that one batch takes at most. Undefined but in tests. */
  readonly batchEntries?: number | undefined;
  /** What the run of an id has its random values from. Undefined but in tests: chance. */
  readonly seedFor?: (id: string) => string;
  readonly plugins: readonly Plugin[];
  readonly errors: readonly ErrorClass[];
  readonly codec: ValueCodec | undefined;
  readonly retention: Retention;
  readonly log: (text: string, error?: unknown) => void;
  readonly host: Host;
}

const where = "Stepwell.open";
const known: ReadonlySet<string> = new Set([
  "store",
  "workflows",
  "tasks",
  "worker",
  "namespace",
  "build",
  "guard",
  "defaults",
  "plugins",
  "errors",
  "codec",
  "retention",
  "log",
  "host",
]);

const workerOptions = ["concurrency", "queues", "runs", "threads", "processes"];

/** @throws invalid-option naming the option */
export function checkOpenOptions(given: OpenOptions): Settings {
  if (typeof given !== "object" || given === null) throw invalid("options", "must be an object");
  const options = readOptions(given, known, { where });
  if (typeof options.store?.open !== "function") throw invalid("store", "must be a store: sqlite(path) or memory()");
  const {
    workflows = [],
    tasks = [],
    worker = {},
    namespace = "default",
    guard = "replace",
    plugins = [],
    errors = [],
    log = () => {},
  } = options;
  for (const [option, list] of Object.entries({ workflows, tasks, errors }))
    if (!Array.isArray(list)) throw invalid(option, "must be an array");
  for (const error of errors as readonly unknown[])
    if (typeof error !== "function") throw invalid("errors", "must hold classes of errors");
  if (guard !== "replace" && guard !== "error" && guard !== "off")
    throw invalid("guard", 'must be "replace", "error" or "off"');
  if (typeof log !== "function") throw invalid("log", "must be a function");
  const { codec } = options;
  if (codec !== undefined && (typeof codec?.seal !== "function" || typeof codec.open !== "function"))
    throw invalid("codec", "must be made by encryption({ keys, current })");
  const settings = worker === false ? {} : readOptions(worker, workerOptions, { where, option: "worker" });
  const concurrency = wholeNumber("worker.concurrency", settings.concurrency ?? limits.activeRuns);
  const queues = settings.queues ?? [...new Set(["default", ...workflows.map((workflow) => workflow?.queue)])];
  if (!Array.isArray(queues)) throw invalid("worker.queues", "must be an array of names");
  for (const queue of settings.queues ?? []) checkName("queue", queue);
  const executes = worker !== false;
  const idle = options.worker === undefined && workflows.length + tasks.length === 0;
  return {
    store: options.store,
    workflows,
    tasks,
    executes: executes && !idle,
    idle: executes && idle,
    ownRunsOnly: ownRunsOnly(settings.runs),
    concurrency,
    queues,
    threads: settings.threads === undefined ? undefined : wholeNumber("worker.threads", settings.threads),
    processes: settings.processes === undefined ? undefined : wholeNumber("worker.processes", settings.processes),
    namespace: checkName("namespace", namespace),
    build: options.build === undefined ? undefined : checkText("build", options.build, limits.nameMaxCodePoints),
    guard,
    defaults: { ...checkDefaults(options.defaults ?? {}), guard },
    plugins: checkPlugins(plugins, where),
    errors,
    codec,
    retention: checkRetention(options.retention ?? {}),
    log: quietly(log),
    host: options.host ?? nodeHost(),
  };
}

/** What is told of trouble must not make more of it. */
function quietly(log: Settings["log"]): Settings["log"] {
  return (text, error) => {
    try {
      log(text, error);
    } catch {
      // Nowhere is left to say it.
    }
  };
}

function ownRunsOnly(runs: unknown): boolean {
  if (runs !== undefined && runs !== "all" && runs !== "own") throw invalid("worker.runs", 'must be "all" or "own"');
  return runs === "own";
}

function checkDefaults(given: DefaultSettings): Omit<RunDefaults, "guard"> {
  const defaults = readOptions(given, ["retry", "valueBytes"], { where, option: "defaults" });
  const valueBytes = wholeNumber("defaults.valueBytes", defaults.valueBytes ?? limits.valueBytes);
  if (valueBytes > limits.valueMostBytes || valueBytes < limits.valueLeastBytes)
    throw invalid("defaults.valueBytes", `must be from ${limits.valueLeastBytes} to ${limits.valueMostBytes}`);
  return { retry: resolveRetry(defaults.retry, defaultRetry, where), valueBytes };
}

function wholeNumber(option: string, value: number): number {
  if (!Number.isSafeInteger(value) || value < 1) throw invalid(option, "must be a whole number from 1");
  return value;
}

function invalid(option: string, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
