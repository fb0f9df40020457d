/**
 * One thread of a pool, and the job that it has. A job ends once: by the thread's answer, by the thread's death,
 * or by being taken from a thread that did not stop in time.
 */
import type { Host, HostThread, Timer } from "../../host/port.ts";
import { failure, isFailure } from "../../model/errors.ts";
import type { LogLevel } from "../../model/log.ts";
import { encode } from "../../model/value/codec.ts";
import type { FromThread, ThreadJob, ToThread } from "./messages.ts";

/** Who wants a job done. */
export interface Order {
  readonly job: ThreadJob;
  readonly signal: AbortSignal | undefined;
  readonly reports: ThreadReports;
  resolve(value: string): void;
  reject(error: unknown): void;
}

/** What a body tells while it executes. */
export interface ThreadReports {
  /** @param data encoded */
  onHeartbeat?(data: string): void;
  onProgress?(done: number, total: number | undefined): void;
  onLog?(level: LogLevel, text: string): void;
}

export interface ThreadOwner {
  readonly host: Host;
  readonly graceMs: number;
  decode(text: string): unknown;
  /** The thread is ready for the next job. */
  freed(thread: PoolThread): void;
  /** The thread is no more. @param unbegun the job that it had been given and never saw */
  gone(thread: PoolThread, unbegun: Order | undefined): void;
}

export class PoolThread {
  readonly #thread: HostThread;
  readonly #owner: ThreadOwner;
  #order: Order | undefined;
  #job = 0;
  #begun = false;
  #grace: Timer | undefined;
  #gone = false;

  constructor(thread: HostThread, owner: ThreadOwner) {
    this.#thread = thread;
    this.#owner = owner;
    thread.onMessage((message) => this.#take(message as FromThread));
    thread.onExit((error) => this.#died(exitProblem(error), error));
  }

  run(order: Order): void {
    this.#order = order;
    this.#begun = false;
    this.#send({ kind: "run", job: ++this.#job, work: order.job });
    if (order.signal?.aborted === true) this.#abort();
    else order.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** Ends thread and job now. */
  stop(why: string): Promise<void> {
    this.#died(why, undefined);
    return this.#thread.stop();
  }

  readonly #abort = (): void => {
    const { host, graceMs } = this.#owner;
    this.#send({ kind: "abort", job: this.#job, reason: encodeReason(this.#order?.signal?.reason) });
    this.#grace = host.timer(
      graceMs,
      () => void this.stop(`it was still executing ${graceMs} ms after its abort signal`),
    );
  };

  #send(message: ToThread): void {
    this.#thread.post(message);
  }

  #take(message: FromThread): void {
    const order = this.#order;
    if (order === undefined || message.job !== this.#job) return;
    if (message.kind === "begun") this.#begun = true;
    else if (message.kind === "done") this.#end(() => order.resolve(message.value));
    else if (message.kind === "failed") this.#end(() => order.reject(this.#decodeError(message.error)));
    else tell(order.reports, message);
  }

  #end(settle: () => void): void {
    this.#release();
    settle();
    this.#owner.freed(this);
  }

  #decodeError(text: string): unknown {
    try {
      return this.#owner.decode(text);
    } catch (damage) {
      return damage;
    }
  }

  #died(problem: string, cause: Error | undefined): void {
    if (this.#gone) return;
    this.#gone = true;
    const order = this.#order;
    this.#release();
    // It died of an earlier job. A thread that never did any would not do better the next time.
    const innocent = order !== undefined && !this.#begun && this.#job > 1 && order.signal?.aborted !== true;
    if (!innocent) order?.reject(failure("thread-died", { task: order.job.task, problem }, cause));
    this.#owner.gone(this, innocent ? order : undefined);
  }

  #release(): void {
    this.#order?.signal?.removeEventListener("abort", this.#abort);
    this.#grace?.cancel();
    this.#grace = undefined;
    this.#order = undefined;
  }
}

function tell(reports: ThreadReports, message: Extract<FromThread, { kind: "heartbeat" | "progress" | "log" }>): void {
  switch (message.kind) {
    case "heartbeat":
      reports.onHeartbeat?.(message.data);
      break;
    case "progress":
      reports.onProgress?.(message.done, message.total);
      break;
    case "log":
      reports.onLog?.(message.level, message.text);
      break;
  }
}

function exitProblem(error: Error | undefined): string {
  if (error === undefined) return "it exited (process.exit?)";
  return isFailure(error, "thread-died") ? String(error.facts.problem) : `${error.name}: ${error.message}`;
}

/** The reason is for the body's eyes only: one that cannot be carried must not keep it from being told. */
function encodeReason(reason: unknown): string {
  try {
    return encode(reason, "an abort reason");
  } catch (refusal) {
    return encode(refusal, "an abort reason");
  }
}
