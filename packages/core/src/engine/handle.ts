/** A run seen from outside, from any process: look at it, wait for it, act on it. */

import { failure } from "../model/errors.ts";
import type { Signal } from "../operations/signal.ts";
import type { ActivityRow, ControlAction, RunRow, StoredLog } from "../store/port.ts";
import { type AnswerOptions, giveAnswer } from "./answer.ts";
import { type RunReplay, replayRun } from "./check-deploy.ts";
import { decideStep, type StepActOptions } from "./decide-step.ts";
import { type ExecutingStep, executingSteps } from "./executing-steps.ts";
import { findInTime } from "./find-in-time.ts";
import type { ForkOptions } from "./fork-position.ts";
import { forkRun } from "./fork-run.ts";
import { checkJournalRange, checkLogRange, checkResult, checkWatch, type JournalRange } from "./handle-options.ts";
import type { Internals } from "./internals.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import type { RetryRunOptions } from "./next-generation.ts";
import { pauseRun } from "./pause-run.ts";
import { readDatum } from "./read-datum.ts";
import { type ResultOptions, waitForResult } from "./result.ts";
import { checkResume, type ResumeOptions, unpinnedValue } from "./resume-options.ts";
import { retryRun } from "./retry-run.ts";
import type { RunDetails } from "./run-view.ts";
import { type SignalSendOptions, sendSignal } from "./send-signal.ts";
import { detailsNow, viewsOf } from "./views.ts";
import { type RunEventItem, watchRun } from "./watch.ts";

/** A run seen from outside. Every method reads the store anew, so it works for runs of any process. */
export class RunHandle<O = unknown> {
  readonly id: string;
  readonly #in: Internals;
  /** The run as start() found or made it; undefined for a handle to an id. */
  readonly #started: RunRow | undefined;

  constructor(internals: Internals, id: string, started?: RunRow) {
    this.#in = internals;
    this.id = id;
    this.#started = started;
  }

  /** Everything about the run as it stands: the newest generation. @throws unknown-run */
  async status(): Promise<RunDetails> {
    return await detailsNow(this.#in, await this.#row());
  }

  /** One sentence: what the run waits for, or why it did not end well; "" when there is nothing to say. */
  async why(): Promise<string> {
    return (await viewsOf(this.#in, [await this.#row()]))[0]?.why ?? "";
  }

  /**
   * Waits for the end of the run and gives its output.
   * @throws RunFailed, RunCancelled, RunTimedOut; result-timeout; run-paused and run-blocked where `rejectOn` says so
   */
  async result(given: ResultOptions = {}): Promise<O> {
    const options = checkResult(given);
    const row = this.#started ?? (await this.#row());
    return (await waitForResult(this.#live("result"), { row, options })) as O;
  }

  /** Asks the run to end: pending operations reject, bodies in flight get 10 s. Finished runs stay as they are. */
  async cancel(reason = ""): Promise<void> {
    await this.#control({ kind: "cancel", reason: this.#in.texts.seal(checkReason("cancel", reason)) });
  }

  /** Ends the run at once; no code of it runs any more. */
  async kill(reason = ""): Promise<void> {
    await this.#control({ kind: "kill", reason: this.#in.texts.seal(checkReason("kill", reason)) });
  }

  /**
   * Sends a signal; resolves when it is on disk. Every unfinished run takes signals, before it asks for them too.
   * @param value its payload; null where there is none
   * @param options.key of several signals of this name with the same key only the first counts
   * @throws unknown-run, run-finished, schema-mismatch, unserialisable-value, value-too-large, invalid-option
   */
  async signal<T>(signal: Signal<T> | string, value?: T, options: SignalSendOptions = {}): Promise<void> {
    await sendSignal(this.#live("signal"), { id: this.id, signal, value, options });
  }

  /**
   * Answers a question that the run has asked (wf.ask); resolves when the answer is on disk. Only the first one counts;
   * whether it fits the schema is found out where it is received.
   * @param ask its name in the run: `ship`, `ship#2`
   * @throws unknown-ask, ask-answered, run-finished, unknown-run, unserialisable-value, value-too-large, invalid-option
   */
  async answer(ask: string, value?: unknown, options: AnswerOptions = {}): Promise<void> {
    await giveAnswer(this.#live("answer"), { id: this.id, ask, value, options });
  }

  /** Stops the run where it is; resolves when no body of it executes. */
  async pause(): Promise<void> {
    const newest = (): Promise<RunRow> => this.#row();
    await pauseRun(this.#live("pause"), { ask: () => this.#control({ kind: "pause" }), newest });
  }

  /**
   * Lets a paused or blocked run go on; an engine that executes only its own runs takes it from now on. With
   * `build: "any"` also a pinned one, whoever takes it: it is pinned to that build then, and its journal says so.
   * @throws unknown-run, invalid-option
   */
  async resume(options: ResumeOptions = {}): Promise<void> {
    const internals = this.#live("resume");
    const release = checkResume(options);
    internals.worker.requests.adopt(this.id);
    const { build } = release === undefined ? {} : await this.#row();
    const anyBuild = build === undefined ? {} : { anyBuild: unpinnedValue(internals, { build, ...release }) };
    await this.#control({ kind: "resume", ...anyBuild });
  }

  /**
   * Begins the next generation of a run that did not end well: what it recorded before the failing step is kept, or
   * nothing where it is to begin from the start.
   * @throws illegal-transition when the run is not finished, or completed; already-begun-anew when somebody was faster;
   * already-compensated when it was undone and is not to begin from the start; invalid-option
   */
  async retry(options: RetryRunOptions = {}): Promise<void> {
    const internals = this.#live("retry");
    const row = await this.#row();
    await retryRun(internals, row, options);
    await internals.worker.lookAround();
  }

  /**
   * Lets a step try again at once that waits for its next attempt, or for a person (`onExhausted: "pause"`).
   * @param step as in the journal: `charge`, `map[3]/reserve`
   * @throws step-not-waiting, run-finished, unknown-run
   */
  async retryStep(step: string, options: StepActOptions = {}): Promise<void> {
    await decideStep(this.#live("retryStep"), { id: this.id, step, act: { act: "retry" }, options });
  }

  /** Gives such a step a value, as if its body had returned it. @throws what retryStep throws; unserialisable-value */
  async completeStep(step: string, value: unknown, options: StepActOptions = {}): Promise<void> {
    await decideStep(this.#live("completeStep"), { id: this.id, step, act: { act: "complete", value }, options });
  }

  /** Goes on without such a step: it gives undefined. @throws what retryStep throws */
  async skipStep(step: string, options: StepActOptions = {}): Promise<void> {
    await decideStep(this.#live("skipStep"), { id: this.id, step, act: { act: "skip" }, options });
  }

  /** Fails such a step for good; the code gets a StepFailed. @throws what retryStep throws */
  async failStep(step: string, message: string, options: StepActOptions = {}): Promise<void> {
    await decideStep(this.#live("failStep"), { id: this.id, step, act: { act: "fail", value: message }, options });
  }

  /**
   * Begins another run with the beginning of this one's journal: what is kept is not executed again. This one stays as
   * it is, finished or not. The fork has the data, title and attributes of that point, the tags, the signals that this
   * one has not taken; random values and keys are this one's up to there, and its own from there on. A child that was
   * called and has not ended by then is waited for by both.
   * @throws bad-fork-position naming the range; run-exists, unknown-run, schema-mismatch, invalid-option
   */
  async fork(options: ForkOptions = {}): Promise<RunHandle<O>> {
    const internals = this.#live("fork");
    const row = await forkRun(internals, (await this.#row()).key, options);
    return new RunHandle<O>(internals, row.id, row);
  }

  /**
   * Replays the run's journal against the code that is here, up to its end: nothing is written, and no body is executed.
   * @param onEntry called before the code is told of an entry
   * @throws unknown-workflow when its code is not here, unknown-run
   */
  async replay(onEntry?: (entry: JournalEntry) => void): Promise<RunReplay> {
    return await replayRun(this.#live("replay"), await this.#row(), onEntry);
  }

  /** Data that the run has set; undefined when it has not set it. */
  async get(key: string): Promise<unknown> {
    return await readDatum(this.#live("get"), await this.#row(), key);
  }

  /** The recorded entries, decoded unless `values` says otherwise, from position `after`. @throws invalid-option */
  async journal(options: JournalRange = {}): Promise<readonly JournalEntry[]> {
    const { store, decode } = this.#live("journal");
    const { after, limit, values } = checkJournalRange(options);
    const { key } = await this.#row();
    return readJournal(await store.journal(key, after, limit), { decode, values });
  }

  /** Log lines of the run and its steps, in order, from position `after`. */
  async logs(options: { readonly after?: number; readonly limit?: number } = {}): Promise<readonly StoredLog[]> {
    const { store, texts } = this.#live("logs");
    const { after, limit } = checkLogRange(options);
    const lines = await store.logs((await this.#row()).key, after, limit);
    return lines.map((line) => ({ ...line, text: texts.open(line.text) }));
  }

  /** Bodies that have been executing for a while, wherever they do. */
  async activity(): Promise<readonly ActivityRow[]> {
    const { store } = this.#live("activity");
    return await store.activity((await this.#row()).key);
  }

  /** How many items each wf.map of the run goes over, by the path of its scope; empty when it executes elsewhere. */
  items(): ReadonlyMap<string, number> {
    return new Map(this.#in.worker.held.named(this.id)?.items ?? []);
  }

  /** Bodies of the run's newest generation that execute in this process now. */
  executing(): readonly ExecutingStep[] {
    return executingSteps(this.#in, this.id);
  }

  /** What happens to the run, from position `after` (default: from the beginning), until it ends. */
  watch(options: { readonly after?: number; readonly signal?: AbortSignal } = {}): AsyncIterable<RunEventItem> {
    return watchRun(this.#live("watch"), { find: () => this.#row(), ...checkWatch(options) });
  }

  async #control(action: ControlAction): Promise<RunRow> {
    const { store, settings, worker, changes } = this.#live(action.kind);
    for (;;) {
      const { key } = await this.#row();
      const row = await store.control(key, action, settings.host.now());
      // It was meant for the run, and another generation has just taken over.
      if (row.continued) continue;
      for (const ended of [key, ...(row.ended ?? [])]) changes.stateMayDiffer(ended);
      await worker.lookAround();
      return row;
    }
  }

  async #row(): Promise<RunRow> {
    const { settings } = this.#live("handle");
    const row = await findInTime(this.#live("handle"), this.id);
    if (row === undefined) throw failure("unknown-run", { id: this.id, namespace: settings.namespace });
    return row;
  }

  #live(operation: string): Internals {
    if (this.#in.closed) throw failure("engine-closed", { operation });
    return this.#in;
  }

  /** The generation that start() gave; handles to an id that was looked up have none. */
  get generation(): number | undefined {
    return this.#started?.generation;
  }
}

function checkReason(where: string, reason: unknown): string {
  if (typeof reason === "string") return reason;
  throw failure("invalid-option", { where: `handle.${where}`, option: "reason", problem: "must be a text" });
}
