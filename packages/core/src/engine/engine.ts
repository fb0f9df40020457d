/** The public face: opens a store, starts runs, finds them again, and executes them. */
import { failure } from "../model/errors.ts";
import { limits } from "../model/limits.ts";
import { checkRunId } from "../model/step-name.ts";
import { placeOfCaller } from "../operations/definition-place.ts";
import type { Task } from "../operations/task.ts";
import type { AnyWorkflow, Workflow } from "../operations/workflow.ts";
import type { WorkerRow } from "../store/port.ts";
import { addWorkflow } from "./add-workflow.ts";
import { type ApprovalFilter, type ApprovalList, approvals } from "./approvals.ts";
import { type CheckDeployOptions, checkDeploy, type DeployCheck } from "./check-deploy.ts";
import { completeCallback } from "./complete-callback.ts";
import { type Documents, documentsOf } from "./documents.ts";
import type { EngineEvents, EngineListener } from "./engine-events.ts";
import { checkClose, checkPart } from "./engine-options.ts";
import { collectRuns, type GcOptions, type GcResult } from "./gc.ts";
import { RunHandle } from "./handle.ts";
import type { Internals } from "./internals.ts";
import { type Limits, limitsOf } from "./limits.ts";
import { checkFilter, type ListFilter, type PageOptions, type RunList } from "./list.ts";
import { listRuns } from "./list-runs.ts";
import { checkOpenOptions, type OpenOptions } from "./open-options.ts";
import { type Queues, queuesOf } from "./queues.ts";
import { workflowToStart } from "./registry.ts";
import { type RotateResult, rotateKeys } from "./rotate.ts";
import type { RunExport } from "./run-document.ts";
import type { InputAnd, StartItem, StartManyResult } from "./start-arguments.ts";
import { startEach } from "./start-each.ts";
import type { StartOptions } from "./start-options.ts";
import { startRun } from "./start-run.ts";
import { checkStatsFilter, type Stats, type StatsFilter, statsOf } from "./stats.ts";
import { type ExportOptions, exportRun, type ImportOptions, importRun } from "./transfer.ts";

/** The public face of parts that were put together elsewhere: by the test kit. */
export let engineOver: (internals: Internals) => Stepwell;

/** An open engine. Nothing of it is global: several in one process never meet. */
export class Stepwell {
  readonly #in: Internals;

  /** Named limits that workflows share, changeable while runs are under way; and who holds what. */
  readonly limits: Limits;
  /** Queues: stop taking runs from one, or empty it. */
  readonly queues: Queues;
  /** What is kept in the store beside runs. */
  readonly documents: Documents;

  static {
    engineOver = (internals) => new Stepwell(internals);
  }

  /** What this process runs: `open({ build })`, or made from the code of its workflows and tasks. */
  get build(): string {
    return this.#in.build;
  }

  private constructor(internals: Internals) {
    this.#in = internals;
    this.limits = limitsOf((operation) => this.#open(operation));
    this.queues = queuesOf((operation) => this.#open(operation));
    this.documents = documentsOf((operation) => this.#open(operation));
  }

  /**
   * Opens a store, and begins to execute what is pending in it unless `worker` is false.
   * @throws invalid-option, duplicate-name, and the store's own errors (store-unreadable, store-damaged, …)
   */
  static async open(options: OpenOptions): Promise<Stepwell> {
    const settings = checkOpenOptions(options);
    // Loaded now: a module that defines tasks imports this one too, in every thread that executes them.
    const { openInternals } = await import("./open.ts");
    return new Stepwell(await openInternals(settings));
  }

  /** Executes runs of this workflow, too: it was made after the engine was opened. @throws duplicate-name, invalid-option */
  add(workflow: AnyWorkflow): void {
    addWorkflow(this.#open("add"), workflow);
  }

  /**
   * Starts a run, of a workflow, or of a task as its only step; resolves when it is on disk. Starting an id again with the same workflow and input gives the run
   * that is there (see `onExisting`).
   * @throws unknown-workflow, run-exists, schema-mismatch, unserialisable-value, value-too-large, invalid-option
   */
  async start<I, O>(
    workflow: Workflow<I, O> | Task<I, O> | string,
    ...rest: InputAnd<I, StartOptions>
  ): Promise<RunHandle<O>> {
    const [input, options = {}] = rest;
    const internals = this.#open("start");
    const row = await startRun(internals, workflowToStart(internals, workflow), { input, options });
    return new RunHandle(internals, row.id, row);
  }

  /** Starts many runs of a workflow; each item is answered by itself, and one that fails leaves the others be. */
  async startMany<I, O>(
    workflow: Workflow<I, O> | Task<I, O>,
    items: Iterable<StartItem<I>>,
  ): Promise<StartManyResult<O>[]> {
    this.#open("startMany");
    const startOne = (...given: InputAnd<I, StartOptions>) => this.start(workflow, ...given);
    return await startEach(items, startOne);
  }

  /** Starts a run and waits for its output. @throws what start and result throw */
  async execute<I, O>(workflow: Workflow<I, O> | Task<I, O>, ...rest: InputAnd<I, StartOptions>): Promise<O> {
    const handle = await this.start(workflow, ...rest);
    return await handle.result();
  }

  /** A handle to any run of the store, whether it exists or not, executed by any process. */
  handle<O = unknown>(id: string): RunHandle<O> {
    this.#open("handle");
    return new RunHandle(this.#in, checkRunId(id));
  }

  /** Runs by filter, newest first. @param page limit 1 to 200, default 50 */
  async list(filter: ListFilter = {}, page: PageOptions = {}): Promise<RunList> {
    return await listRuns(this.#open("list"), filter, page);
  }

  /**
   * Questions to people that are open (wf.ask), in the order of asking, of runs of any process.
   * @param page limit 1 to 200, default 50
   */
  async approvals(filter: ApprovalFilter = {}, page: PageOptions = {}): Promise<ApprovalList> {
    return await approvals(this.#open("approvals"), filter, page);
  }

  /**
   * Hands in the value that a run waits for with wf.callback; resolves when it is on disk. From any process, also one
   * that executes nothing.
   * @throws wrong-token, callback-used, run-finished, unserialisable-value, value-too-large
   */
  async completeCallback(token: string, value?: unknown): Promise<void> {
    await completeCallback(this.#open("completeCallback"), token, value);
  }

  /** How many runs fit; counting stops at 10,000, which then means "10,000 or more". */
  async count(filter: ListFilter = {}): Promise<number> {
    return await this.#open("count").store.count(checkFilter(filter), limits.countCap);
  }

  /**
   * Ids that begin with the text, or that end with it among the newest 10,000 runs: what people type of them. At most 10.
   * Costs the same however many runs there are.
   */
  async idsLike(part: string): Promise<readonly string[]> {
    return await this.#open("idsLike").store.idsLike(checkPart(part), limits.idsLike);
  }

  /**
   * How many runs there are by workflow, state and queue, and how those that ended went. From counters: it costs the
   * same however many runs there are.
   * @throws invalid-option
   */
  async stats(filter: StatsFilter = {}): Promise<Stats> {
    const { store } = this.#open("stats");
    return statsOf(await store.stats(checkStatsFilter(filter)));
  }

  /**
   * Removes finished runs with everything that belongs to them: by default those that are older than `retention` says,
   * which a worker also does by itself once an hour, for its own workflows. Nothing has to execute for it. Never
   * removes an unfinished run, nor the one that was made last. Afterwards an id is free for another run.
   * @throws invalid-option, invalid-duration
   */
  async gc(options: GcOptions = {}): Promise<GcResult> {
    return await collectRuns(this.#open("gc"), options);
  }

  /**
   * Everything that there is of a run, as plain JSON: to keep it, to look at it elsewhere, or to import it into another
   * store. Encrypted values stay encrypted; the seed is in it, so it is as sensitive as the run.
   * @throws unknown-run, invalid-option, store-damaged
   */
  async export(id: string, options: ExportOptions = {}): Promise<RunExport> {
    return await exportRun(this.#open("export"), id, options);
  }

  /**
   * Brings in a run that was exported. A finished one is finished here, too; one that is not is `paused`, as the same
   * run may still be executed where it comes from: resume it when that is over.
   * @throws invalid-export, export-too-new, run-exists, invalid-option, invalid-name
   */
  async import<O = unknown>(document: RunExport, options: ImportOptions = {}): Promise<RunHandle<O>> {
    const row = await importRun(this.#open("import"), document, options);
    return new RunHandle(this.#in, row.id, row);
  }

  /**
   * Listens to what happens to runs that this process executes. Told after it is on disk, at most once; what the
   * listener throws goes to the engine's log.
   * @returns stops listening
   * @throws invalid-option
   */
  on<E extends keyof EngineEvents>(event: E, listener: EngineListener<E>): () => void {
    return this.#open("on").extensions.teller.on(event, listener);
  }

  /** Adds an implementation under a kind and a name, for the packages that use it. @throws duplicate-name, invalid-name */
  register(kind: string, name: string, implementation: unknown): void {
    const by = placeOfCaller(this.register).text;
    this.#open("register").extensions.implementations.register({ kind, name, by }, implementation);
  }

  /** What a plugin, or register, has put under a kind and a name. @throws unknown-implementation */
  implementation(kind: string, name: string): unknown {
    return this.#open("implementation").extensions.implementations.implementation(kind, name);
  }

  /**
   * Tells which unfinished runs of the store the code of this engine would block, and why: each is replayed, and
   * nothing is written or executed. The store may be in use; `worker: false` is enough. @throws invalid-option
   */
  async checkDeploy(options: CheckDeployOptions = {}): Promise<DeployCheck> {
    return await checkDeploy(this.#open("checkDeploy"), options);
  }

  /**
   * Encrypts everything that is kept of the namespace with the current key, in short transactions between which others
   * write: what is under older keys, and what is not encrypted. Called again, also after it was cut short, it goes on
   * with what is left. Before, give every process that opens the store the new key as its current one.
   * @throws encryption-needed where this engine has no keys
   */
  async rotate(): Promise<RotateResult> {
    return await rotateKeys(this.#open("rotate"));
  }

  /** The workers that are registered at the store, this one included. */
  async workers(): Promise<readonly WorkerRow[]> {
    return await this.#open("workers").store.workers();
  }

  /** How many step bodies execute in this process now. */
  get executing(): number {
    return [...this.#in.worker.held.executions()].length;
  }

  /**
   * Gives back what runs, so that any process can go on with it, and closes the store.
   * @param options.graceMs how long step bodies in progress may take to end, and listeners afterwards; default 5,000.
   * Results are kept; bodies that take longer are told through their abortSignal, and run again later.
   */
  async close(options: { readonly graceMs?: number } = {}): Promise<void> {
    await this.#in.close(checkClose(options));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(operation: string): Internals {
    if (this.#in.closed) throw failure("engine-closed", { operation });
    return this.#in;
  }
}
