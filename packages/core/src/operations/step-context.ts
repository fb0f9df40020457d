/** Makes what a step body gets (body-context.ts) from its run and its attempt. */

import { randomAt, uuidAt } from "../model/deterministic.ts";
import { failure } from "../model/errors.ts";
import { checkLogLevel, checkLogText, checkProgress, type LogLevel } from "../model/log.ts";
import type { BodyContext } from "./body-context.ts";

export type { BodyContext };

import type { BodyCommand, RunPort } from "./run-port.ts";

/** The worker's side of an executing body. */
export interface BodySink {
  readonly signal: AbortSignal;
  log(level: LogLevel, text: string): void;
  progress(done: number, total: number | undefined): void;
  heartbeat(data: unknown): void;
}

export class StepContext implements BodyContext {
  readonly attempt: number;
  readonly lastHeartbeat: unknown;
  /** What the body set, in order; undefined while it has set nothing. */
  sets: [key: string, value: unknown][] | undefined;
  readonly #run: RunPort;
  readonly #command: BodyCommand;
  readonly #sink: BodySink;
  #randoms = 0;
  #uuids = 0;
  #readings = 0;

  constructor(run: RunPort, command: BodyCommand, sink: BodySink) {
    this.attempt = command.attempt;
    this.lastHeartbeat = command.lastHeartbeat;
    this.#run = run;
    this.#command = command;
    this.#sink = sink;
  }

  get key(): string {
    return stepKey(this.#run, this.#command.step);
  }

  get fence(): number {
    return this.#run.fence;
  }

  get abortSignal(): AbortSignal {
    return this.#sink.signal;
  }

  random(): number {
    return randomAt(this.#run.seed, this.#command.operation.id, ++this.#randoms);
  }

  uuid(): string {
    return uuidAt(this.#run.seed, this.#command.operation.id, ++this.#uuids);
  }

  now(): Date {
    return new Date(this.#command.requestedAt + this.#readings++);
  }

  get(key: string, fallback?: unknown): unknown {
    const own = this.sets?.findLast(([name]) => name === key);
    if (own !== undefined) return own[1];
    return this.#run.data.has(key) ? this.#run.data.get(key) : fallback;
  }

  set(key: string, value: unknown): void {
    if (typeof key !== "string" || key === "")
      throw failure("invalid-option", {
        where: `step "${this.#command.step}"`,
        option: "key",
        problem: "must be a non-empty string",
      });
    this.sets ??= [];
    this.sets.push([key, value]);
  }

  log(text: string, level: LogLevel = "info"): void {
    const where = `log of step "${this.#command.step}"`;
    this.#sink.log(checkLogLevel(level, where), checkLogText(text, where));
  }

  progress(done: number, total?: number): void {
    checkProgress(done, total, `progress of step "${this.#command.step}"`);
    this.#sink.progress(done, total);
  }

  heartbeat(data?: unknown): void {
    // What could not be told to others, or to the next attempt, is refused where it is given.
    if (data !== undefined) this.#run.encode(data, `the heartbeat of step "${this.#command.step}"`);
    this.#sink.heartbeat(data);
  }

  /** What wf.* calls inside of this body are told. */
  nested(operation: string): Error {
    return failure("nested-operation", { operation, step: this.#command.step });
  }
}

/** Equal at every attempt and on a retry of the run; another after a restart, which is another piece of work. */
export function stepKey(run: { readonly id: string; readonly seed: string }, step: string): string {
  return `${run.id}/${step}/${run.seed.slice(0, 8)}`;
}
