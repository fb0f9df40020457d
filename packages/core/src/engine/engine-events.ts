/**
 * What an engine tells those who listen to it: plugins, metrics, tests. Said after it is on disk, once, by the process
 * that executes the run; a process that dies in between has said nothing. What must happen is for onFailure and
 * onComplete of a workflow, which are recorded.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import type { Host } from "../host/port.ts";
import { within } from "../host/within.ts";
import type { Entry, StepValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import type { RunState } from "../model/run-state.ts";
import type { RunChange, RunRow, RunWrite } from "../store/port.ts";

/** Which run an event is of. */
export interface EventRun {
  readonly id: string;
  readonly generation: number;
  readonly workflow: string;
  readonly tags: readonly string[];
  /** Of what happened. */
  readonly at: Date;
}

/** The events of an engine, by name, with what a listener is given. */
export interface EngineEvents {
  /** A worker has taken the run for the first time. */
  "run-started": EventRun;
  /** It has completed, failed, timed out or was cancelled in its own way; not: killed, or cancelled before it began. */
  "run-finished": EventRun & {
    readonly status: RunState;
    /** Only when completed. */
    readonly output: unknown;
    /** Only when it did not complete. */
    readonly error: unknown;
  };
  /** A step has ended for good. */
  "step-finished": EventRun & {
    /** As in the journal: `enrich/page#2`. */
    readonly step: string;
    readonly attempts: number;
    /** Undefined when it failed. */
    readonly result: unknown;
    /** Undefined when it did not. */
    readonly error: unknown;
  };
  /** The run has received a signal. */
  signal: EventRun & {
    /** The operation that received it, as in the journal: the signal's name, unless the call gave another. */
    readonly operation: string;
    readonly payload: unknown;
  };
}

/** Given to `engine.on`. What it throws, or rejects with, goes to the engine's log and nowhere else. */
export type EngineListener<E extends keyof EngineEvents> = (event: EngineEvents[E]) => unknown;

const names: ReadonlySet<string> = new Set<keyof EngineEvents>([
  "run-started",
  "run-finished",
  "step-finished",
  "signal",
]);

const ends: Partial<Record<RunChange["event"], RunState>> = {
  complete: "completed",
  fail: "failed",
  cancel: "cancelled",
  time_out: "timed_out",
};

export interface TellerParts {
  readonly host: Host;
  decode(text: string): unknown;
  log(text: string, error?: unknown): void;
}

/** Listeners, and the events that they are told of. */
export class EngineTeller {
  readonly #parts: TellerParts;
  readonly #listeners = new Map<keyof EngineEvents, Set<EngineListener<never>>>();
  /** A listener belongs to no run, whatever code was executing when the batch came back. */
  readonly #outside = AsyncLocalStorage.snapshot();
  /** Set within listeners. */
  readonly #inside = new AsyncLocalStorage<true>();
  /** Of what was told. */
  readonly #listening = new Set<Promise<unknown>>();

  constructor(parts: TellerParts) {
    this.#parts = parts;
  }

  /** @returns stops listening @throws invalid-option */
  on<E extends keyof EngineEvents>(event: E, listener: EngineListener<E>): () => void {
    if (!names.has(event))
      throw failure("invalid-option", {
        where: "engine.on",
        option: "event",
        problem: `must be one of ${[...names].join(", ")}`,
      });
    if (typeof listener !== "function")
      throw failure("invalid-option", { where: "engine.on", option: "listener", problem: "must be a function" });
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener as EngineListener<never>);
    return () => void listeners.delete(listener as EngineListener<never>);
  }

  began(row: RunRow): void {
    if (this.#hears("run-started")) this.#tell("run-started", () => runOf(row, row.startedAt ?? row.createdAt));
  }

  /** @param row of the run that has written; undefined when it is not executed here any more */
  written({ entries, change }: RunWrite, row: RunRow | undefined): void {
    if (row === undefined || this.#listeners.size === 0) return;
    for (const entry of entries) this.#entry(row, entry);
    const status = change && ends[change.event];
    if (change === undefined || status === undefined || !this.#hears("run-finished")) return;
    const at = this.#parts.host.now();
    this.#tell("run-finished", () => ({
      ...runOf(row, at),
      status,
      output: change.event === "complete" ? this.#parts.decode(change.output) : undefined,
      error: "error" in change ? this.#parts.decode(change.error) : undefined,
    }));
  }

  #entry(row: RunRow, entry: Entry): void {
    const { kind, attempt, at } = entry;
    const value = () => (entry.value === undefined ? undefined : this.#parts.decode(entry.value));
    if (kind === "signal" && this.#hears("signal"))
      this.#tell("signal", () => ({ ...runOf(row, at), operation: nameOf(entry.op), payload: value() }));
    if ((kind !== "step" && kind !== "step-data" && kind !== "step-failed") || !this.#hears("step-finished")) return;
    this.#tell("step-finished", () => ({
      ...runOf(row, at),
      step: entry.op,
      attempts: attempt,
      result: kind === "step" ? value() : kind === "step-data" ? (value() as StepValue).result : undefined,
      error: kind === "step-failed" ? value() : undefined,
    }));
  }

  /**
   * Until the listeners have done what they do of what they were told, at most so long: a process that ends would cut
   * it off. One of them that closes the engine waits for nobody.
   */
  async heard(mostMs: number): Promise<void> {
    if (this.#listening.size === 0 || this.#inside.getStore() === true) return;
    const { host, log } = this.#parts;
    // By then each was called.
    await new Promise<void>((resolve) => host.immediate(resolve));
    const done = this.#all().then(() => "done");
    if ((await within(host, mostMs, done)) === undefined)
      log(`the engine was closed before its listeners were done: they took more than ${mostMs} ms`);
  }

  async #all(): Promise<void> {
    while (this.#listening.size > 0) await Promise.all(this.#listening);
  }

  #hears(event: keyof EngineEvents): boolean {
    return (this.#listeners.get(event)?.size ?? 0) > 0;
  }

  /** In a turn of its own: the worker is not kept waiting by what listeners do. */
  #tell<E extends keyof EngineEvents>(event: E, make: () => EngineEvents[E]): void {
    const listeners = [...(this.#listeners.get(event) ?? [])] as unknown as EngineListener<E>[];
    const call = async (listener: EngineListener<E>): Promise<void> => {
      try {
        await listener(make());
      } catch (error) {
        this.#parts.log(`a listener of "${event}" failed`, error);
      }
    };
    const told = new Promise((resolve) => {
      const tell = () => resolve(Promise.all(listeners.map(call)));
      this.#parts.host.immediate(() => this.#outside(() => this.#inside.run(true, tell)));
    });
    this.#listening.add(told);
    void told.then(() => this.#listening.delete(told));
  }
}

function runOf({ id, generation, workflow, tags }: RunRow, at: number): EventRun {
  return { id, generation, workflow, tags, at: new Date(at) };
}

function nameOf(op: string): string {
  return op.slice(op.indexOf("~") + 1);
}
