/**
 * Executes one attempt of a body and says how it ended: a result, a failure that another attempt follows, or a
 * failure for good. Whatever ends it (the body, its time, silence), it ends once.
 */
import type { Host, Timer } from "../host/port.ts";
import type { StepValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import type { LogLevel } from "../model/log.ts";
import { stepFailed } from "../model/run-errors.ts";
import { isThenable } from "../model/thenable.ts";
import { type Frame, inFrame, inFrameWith } from "../operations/frame.ts";
import type { BodyCommand } from "../operations/run-port.ts";
import { type BodySink, StepContext } from "../operations/step-context.ts";
import type { Executing } from "./agenda.ts";
import { type Ended, endBadly, endWell, record } from "./attempt-end.ts";
import type { LiveRun } from "./live-run.ts";

/** What an attempt needs of its worker. */
export interface AttemptDeps {
  readonly host: Host;
  encode(value: unknown, where: string): string;
  /** Has a task executed in a thread or process. */
  elsewhere(run: LiveRun, command: BodyCommand, execution: Execution): Promise<StepValue>;
  /** The attempt is over; nothing of it executes any more as far as the engine can know. */
  ended(run: LiveRun, execution: Execution): void;
}

export class Execution implements BodySink, Executing {
  readonly command: BodyCommand;
  readonly run: LiveRun;
  readonly startedAt: number;
  /** True once it was said to others that it takes long. */
  announced = false;
  /** Something that others may see has changed since it was announced. */
  changed = false;
  progressed: { done: number; total: number | undefined } | undefined;
  lastHeartbeat: unknown;
  /** Called when the attempt is over. */
  whenOver: (() => void) | undefined;
  readonly #deps: AttemptDeps;
  readonly #context: StepContext;
  readonly #frame: Frame;
  #abort: AbortController | undefined;
  #over = false;
  #logLine = 0;
  #timers: Timer[] | undefined;
  #silence: Timer | undefined;

  constructor(run: LiveRun, command: BodyCommand, deps: AttemptDeps) {
    this.run = run;
    this.command = command;
    this.#deps = deps;
    this.startedAt = deps.host.now();
    this.#context = new StepContext(run, command, this);
    this.#frame = { run, scope: command.scope, step: this.#context, shielded: false };
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  start(): void {
    const { command, run } = this;
    this.#deps.host.point("body:before", command.step);
    if (this.#overTotal()) return;
    this.#watch(command.timeoutMs, "timeout");
    if (command.totalDeadline !== undefined) this.#watch(command.totalDeadline - this.startedAt, "totalTimeout");
    this.#watchSilence();
    if (command.place.isolation !== "inline") {
      this.#deps.elsewhere(run, command, this).then(
        (value) => this.#succeed(value.result, value.set),
        (error) => this.#fail(error),
      );
      return;
    }
    const context = this.#context;
    try {
      const result = inFrameWith(this.#frame, command.execute, context);
      if (isThenable(result))
        result.then(
          (value) => this.#succeed(value, context.sets),
          (error) => this.#fail(error),
        );
      else this.#succeed(result, context.sets);
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The result is not wanted any more; the body is told, and what it still does is not recorded. */
  abandon(reason: unknown): void {
    if (this.#over) return;
    this.#tell(reason);
  }

  /** From now on whatever the body does is ignored. */
  disown(): void {
    if (this.#over) return;
    this.#close();
  }

  log(level: LogLevel, text: string): void {
    if (this.#over) return;
    this.run.logLine({
      n: ++this.#logLine,
      op: this.command.operation.id,
      attempt: this.command.attempt,
      at: this.#deps.host.now(),
      level,
      text,
    });
  }

  progress(done: number, total: number | undefined): void {
    this.progressed = { done, total };
    this.changed = true;
  }

  heartbeat(data: unknown): void {
    if (this.#over) return;
    this.lastHeartbeat = data;
    this.changed = true;
    this.#watchSilence();
  }

  #succeed(result: unknown, sets: StepValue["set"] | undefined): void {
    if (this.#over) return;
    const { host } = this.#deps;
    host.point("body:after", this.command.step);
    let ended: Ended;
    try {
      ended = endWell({ step: this.command.step, result, sets }, (item, where) => this.#deps.encode(item, where));
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#end(ended);
  }

  #fail(error: unknown): void {
    if (this.#over) return;
    this.#deps.host.point("body:after", this.command.step);
    this.#tell(error);
    const { command, lastHeartbeat } = this;
    const attempted = { command, seed: this.run.seed, now: this.#deps.host.now(), lastHeartbeat };
    this.#end(endBadly(error, attempted, (item, where) => this.#deps.encode(item, where)));
  }

  /**
   * A race's loser is not recorded. A body that ends well after the run was cancelled is: its effect has happened, and
   * a retry must not repeat it.
   */
  #isWanted({ kind }: Ended): boolean {
    if (!this.command.operation.cancelled) return true;
    return this.run.ending !== undefined && (kind === "step" || kind === "step-data");
  }

  #end(ending: Ended): void {
    this.#close();
    const { run, command } = this;
    if (!run.dropped && this.#isWanted(ending)) record(run, ending, { command, now: this.#deps.host.now() });
    this.#deps.ended(run, this);
  }

  /** In the body's own frame: what a listener throws then belongs to this run, not to the process. */
  #tell(reason: unknown): void {
    // Also for a body that has not asked for its signal yet.
    this.#abort ??= new AbortController();
    const abort = this.#abort;
    inFrame(this.#frame, () => abort.abort(reason));
  }

  #close(): void {
    this.#over = true;
    this.whenOver?.();
    for (const timer of this.#timers ?? []) timer.cancel();
    this.#silence?.cancel();
  }

  #overTotal(): boolean {
    const { totalDeadline, totalTimeoutMs = 0, step } = this.command;
    if (totalDeadline === undefined || this.startedAt < totalDeadline) return false;
    this.#failForGood(failure("step-timeout", { step, timeoutMs: totalTimeoutMs, which: "totalTimeout" }));
    return true;
  }

  #watch(ms: number | undefined, which: "timeout" | "totalTimeout"): void {
    if (ms === undefined) return;
    const { step, timeoutMs = 0, totalTimeoutMs = 0 } = this.command;
    const error = failure("step-timeout", { step, timeoutMs: which === "timeout" ? timeoutMs : totalTimeoutMs, which });
    const fire = () => (which === "timeout" ? this.#fail(error) : this.#failForGood(error));
    this.#timers = [...(this.#timers ?? []), this.#deps.host.timer(Math.max(0, ms), fire)];
  }

  #watchSilence(): void {
    const { heartbeatTimeoutMs, step } = this.command;
    if (heartbeatTimeoutMs === undefined) return;
    this.#silence?.cancel();
    this.#silence = this.#deps.host.timer(heartbeatTimeoutMs, () =>
      this.#fail(failure("heartbeat-timeout", { step, timeoutMs: heartbeatTimeoutMs })),
    );
  }

  #failForGood(error: unknown): void {
    if (this.#over) return;
    this.#tell(error);
    const text = this.#deps.encode(stepFailed(this.command.step, this.command.attempt, error), "an error");
    this.#end({ kind: this.command.failsAs, value: text });
  }
}
