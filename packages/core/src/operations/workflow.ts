/** workflow(...): a function whose every outside effect goes through the journal. */

import { type Duration, toMs } from "../model/duration.ts";
import { failure } from "../model/errors.ts";
import { quoted } from "../model/quoted.ts";
import { readOptions } from "../model/read-options.ts";
import type { RunCancelled, RunFailed, RunTimedOut } from "../model/run-errors.ts";
import { saysItIs } from "../model/says-it-is.ts";
import { checkSchema, type Schema } from "../model/schema.ts";
import { checkName } from "../model/step-name.ts";
import { type CacheOptions, type CachePolicy, resolveCache } from "./cache.ts";
import type { WorkflowContext } from "./context.ts";
import { type DefinitionPlace, placeOfCaller } from "./definition-place.ts";
import { checkSharing, type SharingOptions, type WorkflowSharing } from "./sharing-options.ts";

/** Which workers go on with a run: any that has the workflow, or only those of one build. */
export type Versioning = "compatible" | "pinned";

/** All that can be said of a workflow besides its function. */
export interface WorkflowOptions<I = unknown, O = unknown> extends SharingOptions<I> {
  /** Unique per engine. */
  readonly name: string;
  /** Of work, counted from the first claim, paused time excluded. Default: none. */
  readonly timeout?: Duration;
  /** Checked when a run is started; any Standard Schema. */
  readonly input?: Schema<I>;
  /** Checked when the function has returned. */
  readonly output?: Schema<O>;
  /**
   * The output of another run of this workflow with the same key will do; while one computes it, others wait for it. Of
   * runs that do not complete nothing is kept.
   */
  readonly cache?: CacheOptions<I>;
  /** Which workers may take it: those that serve this queue. Default "default". */
  readonly queue?: string;
  /**
   * Which workers go on with a run. `compatible` (default): any that has the workflow; code that differs from the journal
   * blocks the run. `pinned`: those of the build that it was started with, `open({ build })`.
   */
  readonly versioning?: Versioning;
  /**
   * Runs as code of the run when it has failed, was cancelled or timed out, after its compensations: recorded, in scope
   * `on-failure`, not ended by a cancel. `error` is what `result()` throws. What it throws itself goes to the run's log.
   */
  onFailure?(wf: WorkflowContext, error: RunFailed | RunCancelled | RunTimedOut, input: I): unknown;
  /** The same when the function has returned, in scope `on-complete`. The run is `completed` once it has ended. */
  onComplete?(wf: WorkflowContext, output: O, input: I): unknown;
}

/** A durable function. Start it with `engine.start(workflow, input)`. */
export interface Workflow<I, O> {
  readonly stepwell: "workflow";
  readonly name: string;
  readonly fn: (wf: WorkflowContext, input: I) => O | PromiseLike<O>;
  readonly timeoutMs: number | undefined;
  readonly queue: string;
  readonly versioning: Versioning;
  readonly cache: CachePolicy | undefined;
  readonly input: Schema<I> | undefined;
  readonly output: Schema<O> | undefined;
  readonly onFailure: WorkflowOptions<I, O>["onFailure"];
  readonly onComplete: WorkflowOptions<I, O>["onComplete"];
  /** What its runs share with others; undefined for nothing. */
  readonly sharing: WorkflowSharing<I> | undefined;
  /** Where it was defined. */
  readonly place: DefinitionPlace;
}

/** Any workflow, whatever it takes and gives. */
// biome-ignore lint/suspicious/noExplicitAny: variance: a list of workflows of any input
export type AnyWorkflow = Workflow<any, any>;

/**
 * Defines a workflow.
 * @param nameOrOptions its name, unique per engine, or all its options
 * @param fn `(wf, input)`; must be deterministic but for what it asks of `wf`; what it returns is the run's output
 * @throws invalid-name, invalid-option, invalid-duration
 */
export function workflow<I, O>(
  nameOrOptions: string | WorkflowOptions<I, O>,
  fn: (wf: WorkflowContext, input: I) => O | PromiseLike<O>,
): Workflow<I, O> {
  const options: WorkflowOptions<I, O> =
    typeof nameOrOptions === "string" ? { name: nameOrOptions } : checkOptions(nameOrOptions);
  const name = checkName("workflow", options.name);
  const where = `workflow "${name}"`;
  if (typeof fn !== "function") throw failure("invalid-option", { where, option: "fn", problem: "must be a function" });
  const { timeout, queue = "default", versioning = "compatible" } = options;
  return {
    stepwell: "workflow",
    name,
    fn,
    timeoutMs: timeout === undefined ? undefined : toMs(timeout, `${where}, timeout`),
    queue: checkName("queue", queue),
    versioning,
    cache: resolveCache(options.cache as CacheOptions | undefined, where),
    input: options.input,
    output: options.output,
    onFailure: options.onFailure,
    onComplete: options.onComplete,
    sharing: checkSharing(name, options),
    place: placeOfCaller(workflow),
  };
}

const known: ReadonlySet<string> = new Set([
  "name",
  "timeout",
  "input",
  "output",
  "queue",
  "cache",
  "versioning",
  "onFailure",
  "onComplete",
  "concurrency",
  "rateLimit",
  "limits",
]);

function checkOptions<I, O>(given: WorkflowOptions<I, O>): WorkflowOptions<I, O> {
  if (typeof given !== "object" || given === null)
    throw failure("invalid-option", {
      where: "workflow(...)",
      option: "name",
      problem: "must be a name or an object of options",
    });
  const options = readOptions(given, known, { where: "workflow(...)" });
  const where = `workflow ${quoted(options.name)}`;
  checkSchema(options.input, { where, option: "input" });
  checkSchema(options.output, { where, option: "output" });
  const versionings: readonly unknown[] = ["compatible", "pinned", undefined] satisfies (Versioning | undefined)[];
  if (!versionings.includes(options.versioning))
    throw failure("invalid-option", {
      where,
      option: "versioning",
      problem: 'must be "compatible" or "pinned"',
    });
  for (const hook of ["onFailure", "onComplete"] as const)
    if (options[hook] !== undefined && typeof options[hook] !== "function")
      throw failure("invalid-option", {
        where,
        option: hook,
        problem: "must be a function",
      });
  return options;
}

/** True for what workflow(...) made. */
export function isWorkflow(value: unknown): value is AnyWorkflow {
  return typeof value === "object" && value !== null && saysItIs(value, "workflow");
}
