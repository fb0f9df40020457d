/**
 * A body's second argument in a thread or process: the same values as inline (operations/step-context.ts), reports
 * posted to the worker. The run's data stays there: `set` is collected, `get` knows only what this body has set.
 */
import { randomAt, uuidAt } from "../../model/deterministic.ts";
import { failure } from "../../model/errors.ts";
import { checkLogLevel, checkLogText, checkProgress, type LogLevel } from "../../model/log.ts";
import { decode, encode } from "../../model/value/codec.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import type { BodyJob, FromPlace, PlaceKind } from "./messages.ts";

export interface ElsewhereBody {
  readonly job: number;
  readonly work: BodyJob;
  readonly place: PlaceKind;
  readonly signal: AbortSignal;
  readonly post: (message: FromPlace) => void;
}

export class ElsewhereContext implements BodyContext {
  readonly attempt: number;
  readonly key: string;
  readonly fence: number;
  readonly abortSignal: AbortSignal;
  readonly lastHeartbeat: unknown;
  readonly sets: [key: string, value: unknown][] = [];
  readonly #body: ElsewhereBody;
  #randoms = 0;
  #uuids = 0;
  #readings = 0;

  constructor(body: ElsewhereBody) {
    const { attempt, key, fence, lastHeartbeat } = body.work.context;
    this.attempt = attempt;
    this.key = key;
    this.fence = fence;
    this.abortSignal = body.signal;
    this.lastHeartbeat = lastHeartbeat === undefined ? undefined : decode(lastHeartbeat);
    this.#body = body;
  }

  random(): number {
    const { seed, scope } = this.#body.work.context;
    return randomAt(seed, scope, ++this.#randoms);
  }

  uuid(): string {
    const { seed, scope } = this.#body.work.context;
    return uuidAt(seed, scope, ++this.#uuids);
  }

  now(): Date {
    return new Date(this.#body.work.context.nowMs + this.#readings++);
  }

  get(key: string): unknown {
    const own = this.sets.findLast(([name]) => name === key);
    if (own !== undefined) return own[1];
    const problem = `it asks for the run's data (t.get(${JSON.stringify(key)})), which is not there; pass it as input`;
    throw failure("bad-task-module", { task: this.#body.work.task, place: this.#body.place, problem });
  }

  set(key: string, value: unknown): void {
    if (typeof key !== "string" || key === "")
      throw failure("invalid-option", { where: this.#where, option: "key", problem: "must be a non-empty string" });
    this.sets.push([key, value]);
  }

  log(text: string, level: LogLevel = "info"): void {
    this.#body.post({
      job: this.#body.job,
      kind: "log",
      level: checkLogLevel(level, `log of ${this.#where}`),
      text: checkLogText(text, `log of ${this.#where}`),
    });
  }

  progress(done: number, total?: number): void {
    checkProgress(done, total, `progress of ${this.#where}`);
    this.#body.post({ job: this.#body.job, kind: "progress", done, total });
  }

  heartbeat(data?: unknown): void {
    this.#body.post({ job: this.#body.job, kind: "heartbeat", data: encode(data, `heartbeat of ${this.#where}`) });
  }

  get #where(): string {
    return `step "${this.#body.work.context.step}"`;
  }
}
