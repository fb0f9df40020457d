/** What workflow code talks to: `wf`. One line per operation; each one's meaning is in its own file. */
import type { AttributeValue } from "../model/attribute.ts";
import type { Duration } from "../model/duration.ts";
import type { LogLevel } from "../model/log.ts";
import type { Sql } from "../model/sql.ts";
import { type AskOptions, ask } from "./ask.ts";
import { attributes, title } from "./attributes.ts";
import type { BodyContext } from "./body-context.ts";
import { call } from "./call.ts";
import { type Callback, type CallbackOptions, callback } from "./callback.ts";
import type { ChildOptions, StartChildOptions } from "./child-run.ts";
import { compensate, type Undoing } from "./compensate.ts";
import { continueAs } from "./continue-as.ts";
import { get, set } from "./data.ts";
import { now, random, uuid } from "./deterministic.ts";
import { currentFrame } from "./frame.ts";
import { type MapOptions, map } from "./map.ts";
import { patched } from "./patched.ts";
import { type PollOptions, poll } from "./poll.ts";
import { type Branch, race, type Winner } from "./race.ts";
import { type ReceiveOptions, receive } from "./receive.ts";
import { log, progress } from "./report.ts";
import type { RunPort } from "./run-port.ts";
import { type ScopeOptions, scope } from "./scope.ts";
import { send } from "./send.ts";
import { shield } from "./shield.ts";
import type { Signal } from "./signal.ts";
import { sleep } from "./sleep.ts";
import { type ChildHandle, startChild } from "./start-child.ts";
import type { Startable } from "./startable.ts";
import { step } from "./step.ts";
import type { StepOptions } from "./step-options.ts";
import { runTask, type Task } from "./task.ts";
import { type TimeLimit, type TimeLimitOptions, timeLimit } from "./time-limit.ts";
import { type TransactionOptions, transaction } from "./transaction.ts";

/** The context of a run. Given to the workflow function; `current()` finds it anywhere below. */
export interface WorkflowContext {
  /** The run's id. */
  readonly id: string;
  /** Id of the run that has started this one; undefined when it is nobody's child. */
  readonly parent: string | undefined;
  /** Id of the run with which it all began: this one, when it is nobody's child. */
  readonly root: string;
  /** 1 at first; each retry or restart under the same id is the next one. */
  readonly generation: number;
  /** How often the run was retried by this point of its journal. What is named by it is executed again after a retry. */
  readonly retries: number;
  /** Aborted when the run is cancelled or times out. */
  readonly abortSignal: AbortSignal;
  /** A named body, executed at least once and recorded once; gives what it returned. @throws StepFailed once its attempts are used up */
  step<T>(name: string, fn: (s: BodyContext) => T, options?: StepOptions): Promise<Awaited<T>>;
  /** A step that is tried every so often until its value will do; between tries the run waits on disk. @throws StepFailed */
  poll<T>(name: string, fn: (s: BodyContext) => T, options: PollOptions<Awaited<T>>): Promise<Awaited<T>>;
  /** A task as a step of this run. `options` override the task's; `name` its name in the journal. */
  run<I, O>(task: Task<I, O>, input: I, options?: StepOptions<I> & { readonly name?: string }): Promise<O>;
  /** SQL on the engine's own database, kept with the step's entry: exactly once. `fn` may await only `sql`. @throws StepFailed */
  transaction<T>(name: string, fn: (sql: Sql, s: BodyContext) => T, options?: TransactionOptions): Promise<Awaited<T>>;
  /** `fn` for every item, each in a scope of its own; results in order. */
  map<T, R>(items: Iterable<T>, fn: (item: T, index: number) => R, options?: MapOptions): Promise<Awaited<R>[]>;
  /** The first branch to end; what the others wait for is given up. */
  race<B extends Record<string, Branch>>(branches: B): Promise<Winner<B>>;
  /** Names inside `fn` are numbered apart: for branches that run concurrently. With a `signal` it can be ended. */
  scope<T>(name: string, fn: () => T, options?: ScopeOptions): Promise<Awaited<T>>;
  /** `fn` goes on when the run is cancelled or times out: for what must not be left half done. */
  shield<T>(fn: () => T): Promise<Awaited<T>>;
  /** Registers what undoes something: the step `compensate/NAME`, newest first, if the run does not end well. */
  compensate(name: string, fn: (s: BodyContext) => unknown, options?: StepOptions): void;
  /** The same with a task, given its input: it is tried as its own options say. */
  compensate<I>(name: string, task: Task<I, unknown>, options: StepOptions<I> & { readonly input: I }): void;
  /**
   * Ends this generation and begins the next one of the same id with this input and an empty journal: for loops without
   * end. Data, title, attributes and tags go along; what was registered with compensate does not. Never returns.
   * @throws schema-mismatch, unserialisable-value, value-too-large: then nothing has happened
   */
  continueAs(input: unknown): never;
  /** A durable timer: a duration from now, or an instant. */
  sleep(until: Duration | Date, options?: { readonly name?: string }): Promise<void>;
  /**
   * A time limit of other work: its signal ends a `wf.scope`. Stop it when the work is done. A retry of the run begins it
   * anew.
   * @throws invalid-duration, invalid-name, invalid-option
   */
  timeLimit(duration: Duration, options?: TimeLimitOptions): TimeLimit;
  /**
   * Another workflow as a run of its own, and its output. It is cancelled when this run ends badly, or does not wait for
   * it any more. @throws ChildRunFailed when it did not end well; run-exists, schema-mismatch, invalid-option
   */
  call<I, O>(workflow: Startable<I, O>, input: I, options?: ChildOptions): Promise<O>;
  /** Starts another workflow as a run of its own; gives a handle once that is recorded. @throws run-exists, schema-mismatch, invalid-option */
  start<I, O>(workflow: Startable<I, O>, input: I, options?: StartChildOptions): Promise<ChildHandle<O>>;
  /** The next signal of this name, buffered ones first; null without a payload, undefined when the time is over. */
  receive<T>(signal: Signal<T> | string, options?: ReceiveOptions<T>): Promise<T | undefined>;
  /** Asks people: listed (`engine.approvals`) until somebody answers (`handle.answer`) or its time is over. */
  ask<T = unknown>(options: AskOptions<T> & { readonly timeout?: never }): Promise<T>;
  ask<T = unknown>(options: AskOptions<T> & { readonly default: T }): Promise<T>;
  ask<T = unknown>(options: AskOptions<T>): Promise<T | undefined>;
  /** A value that another system hands in with the token (`engine.completeCallback`). Give the token out in a step. */
  callback<T = unknown>(options?: CallbackOptions<T> & { readonly timeout?: never }): Callback<T>;
  callback<T = unknown>(options?: CallbackOptions<T>): Callback<T | undefined>;
  /** Sends a signal to another run; it leaves in the transaction that records this. @throws unknown-run, run-finished, schema-mismatch */
  send<T>(to: string | { readonly id: string }, signal: Signal<T> | string, value?: T): Promise<void>;
  /** Sets data of the run: by value, readable from outside through the handle. */
  set(key: string, value: unknown): void;
  /** The run's data at this point of the journal. */
  get<T = unknown>(key: string): T | undefined;
  get<T>(key: string, fallback: T): T;
  /** Merges typed attributes that lists can filter by. */
  attributes(values: Readonly<Record<string, AttributeValue>>): void;
  /** What lists show for the run; at most 500 characters. */
  title(text: string): void;
  /** In [0, 1), equal on every replay. */
  random(): number;
  /** A v4 UUID, equal on every replay. */
  uuid(): string;
  /** The time of the last event, later by at least 1 ms at each reading; equal on every replay. */
  now(): Date;
  /** True for runs that first reach it live: lets changed code serve old runs in the old way. */
  patched(id: string): boolean;
  /** A line of the run's log, kept exactly once. */
  log(text: string, level?: LogLevel): void;
  /** How far the run is, for whoever watches it (`handle.activity()`, with an empty `op`). */
  progress(done: number, total?: number): void;
}

/** What workflow code calls; the rest is there from the beginning. */
type Calls = Omit<WorkflowContext, "id" | "parent" | "root" | "generation" | "retries" | "abortSignal">;

const calls: { readonly [Name in keyof Calls]: (run: RunPort) => Calls[Name] } = {
  step: (run) => (name, fn, options) => step(run, name, { fn, options }),
  poll: (run) => (name, fn, options) => poll(run, name, { fn, options }),
  run: (run) => (wanted, input, options) =>
    runTask(run, wanted, options === undefined ? { input } : { input, options }),
  transaction: (run) => (name, fn, options) => transaction(run, name, { fn, options }),
  map: (run) => (items, fn, options) => map(run, items, { fn, options }),
  race: (run) => (branches) => race(run, branches),
  scope: (run) => (name, fn, options) => scope(run, name, { fn, options }),
  continueAs: (run) => (input) => continueAs(run, input),
  compensate: (run) =>
    ((name: string, fn: Undoing["fn"], options?: Undoing["options"]) =>
      compensate(run, name, { fn, options })) as Calls["compensate"],
  shield: (run) => (fn) => shield(run, fn),
  sleep: (run) => (until, options) => sleep(run, until, options),
  timeLimit: (run) => (duration, options) => timeLimit(run, duration, options),
  call: (run) => (workflow, input, options) => call(run, workflow, { input, options }),
  start: (run) => (workflow, input, options) => startChild(run, workflow, { input, options }),
  receive: (run) => (wanted, options) => receive(run, wanted, options),
  callback: (run) => ((options?: CallbackOptions) => callback(run, options)) as Calls["callback"],
  ask: (run) => ((options: AskOptions) => ask(run, options)) as Calls["ask"],
  send: (run) => (to, wanted, value) => send(run, to, { signal: wanted, value }),
  set: (run) => (key, value) => set(run, key, value),
  get: (run) => ((key: string, fallback?: unknown) => get(run, key, fallback)) as Calls["get"],
  attributes: (run) => (values) => attributes(run, values),
  title: (run) => (text) => title(run, text),
  random: (run) => () => random(run),
  uuid: (run) => () => uuid(run),
  now: (run) => () => now(run),
  patched: (run) => (id) => patched(run, id),
  log: (run) => (text, level) => log(run, text, level),
  progress: (run) => (done, total) => progress(run, done, total),
};

/**
 * There are many runs, and most use one or two of the calls: each is made when it is first asked for, and kept.
 * None needs a `this`, so that `const { step } = wf` works.
 */
class Context {
  readonly #run: RunPort;

  constructor(run: RunPort) {
    this.#run = run;
  }

  get id(): string {
    return this.#run.id;
  }

  get parent(): string | undefined {
    return this.#run.lineage.parent;
  }

  get root(): string {
    return this.#run.lineage.root;
  }

  get generation(): number {
    return this.#run.lineage.generation;
  }

  get retries(): number {
    return this.#run.retried.times;
  }

  get abortSignal(): AbortSignal {
    return this.#run.abortSignal;
  }

  static {
    for (const [name, make] of Object.entries(calls)) {
      const get = function (this: Context): unknown {
        const value = make(this.#run);
        Object.defineProperty(this, name, { value, enumerable: true });
        return value;
      };
      Object.defineProperty(Context.prototype, name, { get, enumerable: true });
    }
  }
}

export function makeContext(run: RunPort): WorkflowContext {
  return new Context(run) as unknown as WorkflowContext;
}

/** The context of the code that asks, or undefined outside of workflow code (and inside of step bodies). */
export function current(): WorkflowContext | undefined {
  const frame = currentFrame();
  return frame === undefined || frame.step !== undefined ? undefined : (frame.run.context as WorkflowContext);
}
