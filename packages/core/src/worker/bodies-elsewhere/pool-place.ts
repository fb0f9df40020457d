/**
 * One thread or process of a pool, and the job that it has. A job ends once: by the place's answer, by its death, or
 * by being taken from a place that did not stop in time.
 */
import type { Host, Timer } from "../../host/port.ts";
import { failure, type StepwellError } from "../../model/errors.ts";
import type { LogLevel } from "../../model/log.ts";
import { encode } from "../../model/value/codec.ts";
import type { BodyJob, FromPlace, JobEnd, ToPlace } from "./messages.ts";

/** A thread or a process that executes bodies. */
export interface Place {
  post(message: ToPlace): void;
  onMessage(fn: (message: FromPlace) => void): void;
  /** Called once when it has ended. @param problem why, for the end of a sentence */
  onExit(fn: (problem: string, cause: Error | undefined) => void): void;
  /** Ends it, with what it executes; resolves when it has ended. */
  stop(): Promise<void>;
}

/** Who wants a job done. */
export interface Order {
  readonly job: BodyJob;
  readonly signal: AbortSignal | undefined;
  /** Fires when the attempt is over: nobody waits for the job any more. */
  readonly over: AbortSignal | undefined;
  readonly reports: BodyReports;
  resolve(value: string): void;
  reject(error: unknown): void;
}

/** What a body tells while it executes. */
export interface BodyReports {
  /** @param data encoded */
  onHeartbeat?(data: string): void;
  onProgress?(done: number, total: number | undefined): void;
  onLog?(level: LogLevel, text: string): void;
}

export interface PlaceOwner {
  readonly host: Host;
  /** How long a body may go on after it was told to stop. */
  readonly graceMs: number;
  /** And after its attempt is over; undefined for as long as `graceMs` says. */
  readonly overGraceMs: number | undefined;
  decode(text: string): unknown;
  /** The error of a job whose place has ended. */
  died(job: BodyJob, problem: string, cause: Error | undefined): StepwellError;
  /** The place is ready for the next job. */
  freed(place: PoolPlace): void;
  /** The place is no more. @param unbegun the job that it had been given and never saw */
  gone(place: PoolPlace, unbegun: Order | undefined): void;
}

export class PoolPlace {
  /** What its place was started with. */
  readonly memoryBytes: number | undefined;
  readonly #place: Place;
  readonly #owner: PlaceOwner;
  #order: Order | undefined;
  #job = 0;
  #begun = false;
  #told = false;
  #grace: Timer | undefined;
  #gone = false;

  constructor(place: Place, memoryBytes: number | undefined, owner: PlaceOwner) {
    this.memoryBytes = memoryBytes;
    this.#place = place;
    this.#owner = owner;
    place.onMessage((message) => this.#take(message));
    place.onExit((problem, cause) => this.#died(problem, cause));
  }

  run(order: Order): void {
    this.#order = order;
    this.#begun = false;
    this.#told = false;
    this.#send({ kind: "run", job: ++this.#job, work: order.job });
    if (order.signal?.aborted === true) this.#abort();
    else order.signal?.addEventListener("abort", this.#abort, { once: true });
    order.over?.addEventListener("abort", this.#overtaken, { once: true });
  }

  /** Ends place and job now. */
  stop(why: string): Promise<void> {
    this.#died(why, undefined);
    return this.#place.stop();
  }

  /** Lets the body end by itself within `graceMs`, then ends the place. */
  close(graceMs: number): void {
    const why = "the engine was closed";
    if (this.#order === undefined || graceMs === 0) {
      void this.stop(why);
      return;
    }
    this.#tell(this.#order.signal?.reason ?? failure("engine-closed", { operation: "executing a body" }));
    this.#endAfter(graceMs, why);
  }

  readonly #abort = (): void => {
    this.#tell(this.#order?.signal?.reason);
    this.#endAfter(this.#owner.graceMs, "its abort signal");
  };

  readonly #overtaken = (): void => {
    const { overGraceMs } = this.#owner;
    if (overGraceMs === undefined) return;
    this.#tell(this.#order?.signal?.reason);
    this.#endAfter(overGraceMs, "its attempt was over");
  };

  #tell(reason: unknown): void {
    if (this.#told) return;
    this.#told = true;
    this.#send({ kind: "abort", job: this.#job, reason: encodeReason(reason) });
  }

  #endAfter(ms: number, what: string): void {
    this.#grace?.cancel();
    this.#grace = this.#owner.host.timer(ms, () => void this.stop(`it was still executing ${ms} ms after ${what}`));
  }

  #send(message: ToPlace): void {
    this.#place.post(message);
  }

  #take(message: FromPlace): void {
    const order = this.#order;
    if (order === undefined || message.job !== this.#job) return;
    if (message.kind === "begun") this.#begun = true;
    else if (message.kind === "done") this.#end(message, () => order.resolve(message.value));
    else if (message.kind === "failed") this.#end(message, () => order.reject(this.#decodeError(message.error)));
    else tell(order.reports, message);
  }

  #end(end: JobEnd, settle: () => void): void {
    this.#release();
    settle();
    if (end.retire === true) void this.stop("it was not fit for another job");
    else this.#owner.freed(this);
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
    // It died of an earlier job. A place that never did any would not do better the next time.
    const innocent = order !== undefined && !this.#begun && this.#job > 1 && order.signal?.aborted !== true;
    if (!innocent) order?.reject(this.#owner.died(order.job, problem, cause));
    this.#owner.gone(this, innocent ? order : undefined);
  }

  #release(): void {
    this.#order?.signal?.removeEventListener("abort", this.#abort);
    this.#order?.over?.removeEventListener("abort", this.#overtaken);
    this.#grace?.cancel();
    this.#grace = undefined;
    this.#order = undefined;
  }
}

function tell(reports: BodyReports, message: Extract<FromPlace, { kind: "heartbeat" | "progress" | "log" }>): void {
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

/** The reason is for the body's eyes only: one that cannot be carried must not keep it from being told. */
function encodeReason(reason: unknown): string {
  try {
    return encode(reason, "an abort reason");
  } catch (refusal) {
    return encode(refusal, "an abort reason");
  }
}
