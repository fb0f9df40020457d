/** A definition as a workflow that is called as a whole: by the names that ddeutil-workflow has for it. */
import type { Workflow as CodeWorkflow, Stepwell } from "@stepwell/core";
import type { Job } from "../definition/job.ts";
import type { JsonMap } from "../definition/json.ts";
import type { ParamDefinition } from "../definition/param.ts";
import type { JobRecord, Values } from "../interpret/records.ts";
import type { Status } from "../status.ts";
import type { Triggers } from "../triggers/triggers.ts";
import { callSettings, type SettingSources } from "./call-settings.ts";
import { type ExecuteOptions, execute } from "./execute.ts";
import { type ExecuteJobOptions, executeJob } from "./execute-job.ts";
import { definitionNames, type Found, findDefinition } from "./find-definition.ts";
import { jobNamed } from "./job-named.ts";
import { LoadedCalls } from "./loaded-calls.ts";
import { releaseDefinition } from "./release.ts";
import type { ReleaseOptions } from "./release-options.ts";
import { type Rerunnable, type RerunOptions, rerunDefinition } from "./rerun.ts";
import { asWorkflowError, orThrow } from "./workflow-errors.ts";
import type { WorkflowResult } from "./workflow-result.ts";

/** Where definitions are looked for, and what calls go by. */
export interface FromConfOptions extends SettingSources {
  /** A file, or a folder of files. Default: the setting conf-path, `./conf`. */
  readonly path?: string;
  /** By the names of settings: instead of what files and environment say. By other names: `vars.NAME` in expressions. */
  readonly extras?: Readonly<Record<string, unknown>>;
  /** Calls go through it. Default: one of their own on the setting `store`, open while calls are under way. */
  readonly engine?: Stepwell;
}

/**
 * A definition that was loaded. `execute` and its like wait for the end of a run and give how it ended; engines take it
 * like any workflow of code: `engine.start(workflow, params)`.
 */
export class Workflow implements CodeWorkflow<Values, Values> {
  readonly stepwell = "workflow";
  readonly name: string;
  /** Markdown. Undefined where the definition has none. */
  readonly desc: string | undefined;
  /** By name, in the order of the definition. */
  readonly params: ReadonlyMap<string, ParamDefinition>;
  /** What starts it besides a call: `on.next(date)`. */
  readonly on: Triggers;
  /** By id, in the order of the definition. */
  readonly jobs: ReadonlyMap<string, Job>;
  readonly tags: readonly string[];
  /** As given; see fromConf. */
  readonly extras: Readonly<Record<string, unknown>>;
  /** Of the file that it stands in. */
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly fn: CodeWorkflow<Values, Values>["fn"];
  readonly timeoutMs: number | undefined;
  readonly queue: string;
  readonly versioning: CodeWorkflow<Values, Values>["versioning"];
  readonly cache: CodeWorkflow<Values, Values>["cache"];
  readonly input: CodeWorkflow<Values, Values>["input"];
  readonly output: CodeWorkflow<Values, Values>["output"];
  readonly onFailure: CodeWorkflow<Values, Values>["onFailure"];
  readonly onComplete: CodeWorkflow<Values, Values>["onComplete"];
  readonly sharing: CodeWorkflow<Values, Values>["sharing"];
  readonly place: CodeWorkflow<Values, Values>["place"];
  readonly #calls: LoadedCalls;

  private constructor(found: Found, calls: LoadedCalls, extras: Readonly<Record<string, unknown>>) {
    const { definition, createdAt, updatedAt } = found;
    const { workflow } = calls;
    this.name = definition.name;
    this.desc = definition.desc;
    this.params = new Map(definition.params.map((param) => [param.name, param]));
    this.on = calls.triggers;
    this.jobs = new Map(definition.jobs.map((job) => [job.id, job]));
    this.tags = definition.tags;
    this.extras = extras;
    this.createdAt = createdAt;
    this.updatedAt = updatedAt;
    this.fn = workflow.fn;
    this.timeoutMs = workflow.timeoutMs;
    this.queue = workflow.queue;
    this.versioning = workflow.versioning;
    this.cache = workflow.cache;
    this.input = workflow.input;
    this.output = workflow.output;
    this.onFailure = workflow.onFailure;
    this.onComplete = workflow.onComplete;
    this.sharing = workflow.sharing;
    this.place = workflow.place;
    this.#calls = calls;
  }

  /**
   * Loads the definition of a name.
   * @throws WorkflowNotFound; DefinitionInvalid with all that is wrong; settings-invalid; duplicate-name, invalid-option of the engine
   */
  static async fromConf(name: string, options: FromConfOptions = {}): Promise<Workflow> {
    const { path, extras = {}, engine } = options;
    const settings = await callSettings(extras, options);
    const found = await findDefinition(name, path, settings);
    const calls = new LoadedCalls(found, settings);
    const workflow = new Workflow(found, calls, extras);
    if (engine !== undefined) calls.give(engine, workflow);
    return workflow;
  }

  /** The engine that calls go through from now on; it executes runs of this workflow. @throws duplicate-name, invalid-option */
  attach(engine: Stepwell): this {
    this.#calls.give(engine, this);
    return this;
  }

  /**
   * Executes it, and gives the result whatever its status.
   * @throws ParamError; WorkflowError, and what the engine throws where no run can be started
   */
  async execute(params: Values = {}, options: ExecuteOptions = {}): Promise<WorkflowResult> {
    return await execute(this.#calls, params, options);
  }

  /** The same; what did not end well is thrown. @throws WorkflowFailed, WorkflowTimeoutError, WorkflowCancelled; what execute throws */
  async executeOrThrow(params: Values = {}, options: ExecuteOptions = {}): Promise<WorkflowResult> {
    return orThrow(await this.execute(params, options));
  }

  /**
   * Executes one job by itself, as a run of its own; what it needs is taken from the context that is given.
   * @param job its id or name
   * @returns its status, and the context of the run
   * @throws what execute throws
   */
  async executeJob(
    job: string | Job,
    context: { readonly params?: Values; readonly jobs?: Readonly<Record<string, Partial<JobRecord>>> } = {},
    options: ExecuteJobOptions = {},
  ): Promise<readonly [Status, WorkflowResult["context"]]> {
    return await executeJob(this.#calls, { job: typeof job === "string" ? this.job(job) : job, context, options });
  }

  /**
   * Executes it for a time: once for each minute, however often and from wherever it is asked for (`releaseType`). A time
   * to come is waited for on disk.
   * @throws WorkflowError (not-a-release-time, call-invalid, unknown-job, release-id-taken), ParamError
   */
  async release(date: Date, params: Values = {}, options: ReleaseOptions = {}): Promise<WorkflowResult> {
    return await releaseDefinition(this.#calls, { date, params }, options);
  }

  /**
   * Executes again what has not succeeded, and what comes after it: as the next generation of the run that the context
   * is of; of a run that is not there, as a new one. Jobs that have succeeded are kept.
   * @throws WorkflowError (rerun-from, not-rerunnable, context-invalid), ParamError, unknown-run
   */
  async rerun(of: Rerunnable, options: RerunOptions = {}): Promise<WorkflowResult> {
    return await rerunDefinition(this.#calls, of, options);
  }

  /** A job by its id or name. @throws WorkflowError (unknown-job) */
  job(name: string): Job {
    return jobNamed(this.#calls.definition, name);
  }

  /** Params checked and complete, as a run starts with them. @throws ParamError with all that is wrong */
  async parameterize(params: Values = {}): Promise<JsonMap> {
    return await this.#calls.parameterize(params);
  }

  /** The minute of a release, if a schedule fires then, or there is none. @throws WorkflowError (not-a-release-time) */
  validateRelease(date: Date): Date {
    try {
      return this.on.releaseMinute(date);
    } catch (error) {
      throw asWorkflowError(error);
    }
  }
}

/** Names of all definitions of a file or folder, sorted. @throws DefinitionInvalid when none of them can be used */
export async function listWorkflows(options: Omit<FromConfOptions, "engine"> = {}): Promise<readonly string[]> {
  return await definitionNames(options.path, await callSettings(options.extras ?? {}, options));
}
