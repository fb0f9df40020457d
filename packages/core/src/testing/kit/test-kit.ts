/**
 * A test's own engine: in memory, on a clock that skips waits, with stand-ins for what costs money or time.
 * Belongs to no test framework.
 */
import type { Approval } from "../../engine/approvals.ts";
import type { Stepwell } from "../../engine/engine.ts";
import type { RunHandle } from "../../engine/handle.ts";
import type { InputAnd } from "../../engine/start-arguments.ts";
import type { StartOptions } from "../../engine/start-options.ts";
import { type Duration, toMs } from "../../model/duration.ts";
import { failure } from "../../model/errors.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import type { WorkflowContext } from "../../operations/context.ts";
import type { Signal } from "../../operations/signal.ts";
import type { AnyTask, Task } from "../../operations/task.ts";
import type { Workflow } from "../../operations/workflow.ts";
import { checkKitOptions, type KitSettings, type TestKitOptions } from "./kit-options.ts";
import { KitTime, type Surroundings } from "./kit-time.ts";
import { type Mock, type MockPair, Mocks } from "./mocks.ts";
import { type KitEngine, type KitOpener, oneEngine } from "./open-kit-engine.ts";
import { Script } from "./script.ts";

/** How a scripted signal is sent. */
export interface ScriptedSignalOptions {
  /** Id of the run. Default: the one that the test is about then, or else the next one that it starts. */
  readonly to?: string;
  /** As of `handle.signal`. */
  readonly key?: string;
}

/**
 * Makes a test kit. Its engine is opened with the first thing that is asked of it; close it at the end of the test,
 * best with `await using`.
 * @throws invalid-option
 */
export function testKit(options: TestKitOptions = {}): TestKit {
  return new TestKit(checkKitOptions(options));
}

/** What a test does with an engine of its own. Made by `testKit`. */
export class TestKit {
  readonly #settings: KitSettings;
  readonly #time: KitTime;
  readonly #mocks = new Mocks();
  readonly #script: Script;
  readonly #around: Surroundings;
  readonly #opener: KitOpener;
  #opened: Promise<KitEngine> | undefined;
  #last: RunHandle | undefined;

  constructor(settings: KitSettings, opener: KitOpener = oneEngine()) {
    this.#settings = settings;
    this.#opener = opener;
    this.#time = new KitTime(settings);
    this.#script = new Script(this.#time.host, () => this.engine());
    this.#around = {
      executing: () => opener.executing(),
      act: async () => (await opener.act()) || (await this.#script.act()),
      describe: () => this.#describe(),
    };
  }

  /** What the clock of the test shows. */
  get now(): Date {
    return new Date(this.#time.host.now());
  }

  /** The engine itself: lists, approvals, limits, events and all the rest. Do not close it; close the kit. */
  async engine(): Promise<Stepwell> {
    return (await this.#open()).engine;
  }

  /** Starts a run and skips its waits until it has ended; gives its output.
   * @throws what `engine.start` and `handle.result` throw; run-paused, run-blocked; test-stuck when it waits for
   * something that nothing in the test will bring about */
  async run<I, O>(workflow: Workflow<I, O> | Task<I, O>, ...rest: InputAnd<I, StartOptions>): Promise<O> {
    return await this.result(await this.#begin(workflow, rest));
  }

  /** Starts a run; it has come as far as it can without any time passing. @throws what `engine.start` throws */
  async start<I, O>(workflow: Workflow<I, O> | Task<I, O>, ...rest: InputAnd<I, StartOptions>): Promise<RunHandle<O>> {
    const handle = await this.#begin(workflow, rest);
    await this.advance(0);
    return handle;
  }

  async #begin<I, O>(workflow: Workflow<I, O> | Task<I, O>, rest: InputAnd<I, StartOptions>): Promise<RunHandle<O>> {
    const engine = await this.engine();
    const handle = await this.#time.until(engine.start(workflow, ...rest), this.#around);
    this.#last = handle as RunHandle;
    this.#script.started(handle.id);
    return handle;
  }

  /** Skips the run's waits until it has ended; gives its output. @throws what `run` throws */
  async result<O>(run: RunHandle<O>): Promise<O> {
    try {
      return await this.until(run.result({ rejectOn: ["paused", "blocked"] }));
    } finally {
      this.#script.ended(run.id);
    }
  }

  /** Skips waits until a promise of something that the engine does is settled. @throws test-stuck, and what it throws */
  async until<T>(promise: PromiseLike<T>): Promise<T> {
    return await this.#time.until(promise, this.#around);
  }

  /** Lets this much time pass, and everything happen that is due by then. */
  async advance(duration: Duration): Promise<void> {
    await this.engine();
    await this.#time.advance(toMs(duration, "kit.advance"), this.#around);
  }

  /** For mocks: resolves when this much of the test's time has passed, or never. */
  async wait(duration: Duration | "forever"): Promise<void> {
    await this.#time.wait(duration === "forever" ? Number.POSITIVE_INFINITY : toMs(duration, "kit.wait"));
  }

  /**
   * Has a function executed in place of a task's body, or of a workflow that is called. Schemas, retries and time
   * limits stay those of the original. A second mock of the same replaces the first. @throws invalid-option
   */
  mock<I, O>(task: Task<I, O>, fn: (input: I, t: BodyContext) => NoInfer<O> | PromiseLike<NoInfer<O>>): Mock<I>;
  mock<I, O>(
    workflow: Workflow<I, O>,
    fn: (input: I, wf: WorkflowContext) => NoInfer<O> | PromiseLike<NoInfer<O>>,
  ): Mock<I>;
  mock<I>(target: Task<I, unknown> | Workflow<I, unknown>, fn: (input: I, context: never) => unknown): Mock<I> {
    return this.#mocks.add("kit.mock", [target, fn] as unknown as MockPair);
  }

  /**
   * The same for steps without a task, compensations and transactions.
   * @param step its name (`label`: wherever it stands), or its key in the journal (`map[3]/label#2`)
   */
  mockStep(step: string, fn: (s: BodyContext) => unknown): Mock<undefined> {
    return this.#mocks.add("kit.mockStep", [step, fn]);
  }

  /** Lets the first attempts of every such step fail; those that follow do what they otherwise do. @throws invalid-option */
  failAttempts(target: AnyTask | string, attempts: number, error?: unknown): void {
    this.#mocks.failAttempts(target, attempts, error);
  }

  /** Sends a signal when this much time has passed. @throws invalid-duration */
  signalAfter<T>(
    delay: Duration,
    signal: Signal<T> | string,
    payload?: NoInfer<T>,
    { to, key }: ScriptedSignalOptions = {},
  ): void {
    const afterMs = toMs(delay, "kit.signalAfter");
    this.#script.signal({ afterMs, signal: signal as Signal<unknown> | string, payload, to, key });
  }

  /**
   * Answers every question (wf.ask) of this name or title, this long after it is asked.
   * @param value the answer, or what makes it of the question
   */
  answerAfter(
    delay: Duration,
    ask: string,
    value: unknown | ((question: Approval) => unknown),
    { by }: { readonly by?: string } = {},
  ): void {
    this.#script.answer({ afterMs: toMs(delay, "kit.answerAfter"), ask, value, by });
  }

  /** Hands in the value of a callback when this much time has passed: for the mock that is given the token. */
  completeCallbackAfter(delay: Duration, token: string, value?: unknown): void {
    this.#script.completeCallback(toMs(delay, "kit.completeCallbackAfter"), token, value);
  }

  /** The run that was started last. @throws test-stuck when there is none */
  get last(): RunHandle {
    if (this.#last === undefined) throw failure("test-stuck", { what: "no run was started yet" });
    return this.#last;
  }

  /** What was mocked or scripted and came to nothing, in words; empty when all of it was used. */
  unused(): readonly string[] {
    return [...this.#mocks.unused(), ...this.#script.unused()];
  }

  /** For the end of a test. @throws unused-mock when something was mocked or scripted and came to nothing */
  verify(): void {
    const unused = this.unused();
    if (unused.length > 0) throw failure("unused-mock", { unused });
  }

  /** Lets go of everything. */
  async close(): Promise<void> {
    await this.#opened?.catch(() => {});
    await this.#time.until(this.#opener.close(), {
      executing: () => [],
      act: () => Promise.resolve(false),
      describe: () => Promise.resolve("the engine does not close"),
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #open(): Promise<KitEngine> {
    this.#opened ??= this.#opener.open(this.#settings.open, this.#time.host, this.#mocks);
    return this.#opened;
  }

  async #describe(): Promise<string> {
    const { items } = await (await this.engine()).list({
      status: ["pending", "running", "waiting", "paused", "blocked"],
    });
    const runs = items.map(({ id, workflow, status, why }) => `run "${id}" (${workflow}) is ${status}: ${why ?? ""}`);
    const waiting = runs.length === 0 ? ["nothing is under way"] : runs;
    return [...waiting, ...this.unused()].join("; ");
  }
}
