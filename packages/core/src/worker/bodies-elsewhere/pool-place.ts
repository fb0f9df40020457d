/**
 * One thread or process of a pool, and the job that it has. A job ends once: by the place's answer, by its death, or
 * by being taken from a place that did not stop in time.
 */
import type { Host, Timer } from "../../host/port.ts";
import type { StepwellError } from "../../model/errors.ts";
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
  readonly graceMs: number;
  decode(text: string): unknown;
  /** The error of a job whose place has ended. */
  died(task: string, problem: string, cause: Error | undefined): StepwellError;
  /** The place is ready for the next job. */
  freed(place: PoolPlace): void;
  /** The place is no more. @param unbegun the job that it had been given and never saw */
  gone(place: PoolPlace, unbegun: Order | undefined): void;
}

export class PoolPlace {
  readonly #place: Place;
  readonly #owner: PlaceOwner;
  #order: Order | undefined;
  #job = 0;
  #begun = false;
  #grace: Timer | undefined;
  #gone = false;

  constructor(place: Place, owner: PlaceOwner) {
    this.#place = place;
    this.#owner = owner;
    place.onMessage((message) => this.#take(message));
    place.onExit((problem, cause) => this.#died(problem, cause));
  }

  run(order: Order): void {
    this.#order = order;
    this.#begun = false;
    this.#send({ kind: "run", job: ++this.#job, work: order.job });
    if (order.signal?.aborted === true) this.#abort();
    else order.signal?.addEventListener("abort", this.#abort, { once: true });
  }

  /** Ends place and job now. */
  stop(why: string): Promise<void> {
    this.#died(why, undefined);
    return this.#place.stop();
  }

  readonly #abort = (): void => {
    const { host, graceMs } = this.#owner;
    this.#send({ kind: "abort", job: this.#job, reason: encodeReason(this.#order?.signal?.reason) });
    this.#grace = host.timer(
      graceMs,
      () => void this.stop(`it was still executing ${graceMs} ms after its abort signal`),
    );
  };

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
    if (!innocent) order?.reject(this.#owner.died(order.job.task, problem, cause));
    this.#owner.gone(this, innocent ? order : undefined);
  }

  #release(): void {
    this.#order?.signal?.removeEventListener("abort", this.#abort);
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
