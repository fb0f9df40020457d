/** One attempt of a transaction (wf.transaction): what its function gets, and what is written when it has ended. */
import type { Host } from "../host/port.ts";
import type { LogLevel } from "../model/log.ts";
import type { Sql } from "../model/sql.ts";
import { inFrame } from "../operations/frame.ts";
import type { BodyCommand } from "../operations/run-port.ts";
import { type BodySink, StepContext } from "../operations/step-context.ts";
import type { RunWrite } from "../store/port.ts";
import type { Executing } from "./agenda.ts";
import { endBadly, endWell } from "./attempt-end.ts";
import type { LiveRun } from "./live-run.ts";
import type { Tentative } from "./run-record.ts";

/** What an attempt needs of its worker. */
export interface TransactionDeps {
  readonly host: Host;
  encode(value: unknown, where: string): string;
  /** There is something to deliver to the run. */
  deliver(run: LiveRun): void;
  /** There is something to settle or to write. */
  touch(run: LiveRun): void;
}

type Place = Extract<BodyCommand["place"], { isolation: "transaction" }>;

export class Transaction implements BodySink, Executing {
  readonly run: LiveRun;
  readonly command: BodyCommand;
  readonly place: Place;
  readonly startedAt: number;
  announced = false;
  changed = false;
  progressed: { done: number; total: number | undefined } | undefined;
  lastHeartbeat: unknown;
  readonly #deps: TransactionDeps;
  /** Made anew each time that the function is called: what it has set before was not kept. */
  #context: StepContext | undefined;
  #tentative: Tentative | undefined;
  #abort: AbortController | undefined;
  #logLine = 0;
  #over = false;

  constructor(run: LiveRun, command: BodyCommand & { readonly place: Place }, deps: TransactionDeps) {
    this.run = run;
    this.command = command;
    this.place = command.place;
    this.startedAt = deps.host.now();
    this.#deps = deps;
  }

  /** Neither over nor given up by the code. */
  get wanted(): boolean {
    return !this.#over && !this.run.dropped && !this.command.operation.cancelled;
  }

  get signal(): AbortSignal {
    this.#abort ??= new AbortController();
    return this.#abort.signal;
  }

  readonly body = (sql: Sql): unknown => {
    this.#deps.host.point("body:before", this.command.step);
    const step = new StepContext(this.run, this.command, this);
    this.#context = step;
    return inFrame({ run: this.run, scope: this.command.scope, step, shielded: false }, () =>
      this.place.body(sql, step),
    );
  };

  /** The entry of the result, with all that the run has not written yet; undefined when nobody wants it any more. */
  readonly write = (result: unknown): RunWrite | undefined => {
    const { run, command } = this;
    const { host } = this.#deps;
    host.point("body:after", command.step);
    if (!this.wanted) return undefined;
    const { kind, value, data } = endWell({ step: command.step, result, sets: this.#context?.sets }, this.#encode);
    const entry = { kind, op: command.operation.id, attempt: command.attempt, at: host.now(), value };
    this.#tentative = run.record.tentative(run, entry, data ?? []);
    return this.#tentative.write;
  };

  readonly landed = (): void => {
    const { run } = this;
    const tentative = this.#tentative;
    if (tentative === undefined) return;
    this.#close();
    tentative.landed();
    run.cursor.append(tentative.entry);
    this.#deps.deliver(run);
  };

  /** Nothing of it was kept: the failure is recorded as a step's is. */
  fail(error: unknown): void {
    const { run, command } = this;
    const { host } = this.#deps;
    if (this.wanted) {
      const now = host.now();
      const attempted = { command, seed: run.seed, now, lastHeartbeat: undefined };
      const { kind, value } = endBadly(error, attempted, this.#encode);
      run.append({ kind, op: command.operation.id, attempt: command.attempt, at: now, text: value });
    }
    this.#close();
    this.#deps.touch(run);
  }

  /** It will not be carried out. */
  forget(): void {
    this.#close();
    this.#deps.touch(this.run);
  }

  abandon(reason: unknown): void {
    const step = this.#context;
    if (this.#over) return;
    // It has not begun, and will not.
    if (step === undefined) {
      this.forget();
      return;
    }
    this.#abort ??= new AbortController();
    const abort = this.#abort;
    inFrame({ run: this.run, scope: this.command.scope, step, shielded: false }, () => abort.abort(reason));
  }

  disown(): void {
    this.#over = true;
  }

  log(level: LogLevel, text: string): void {
    if (this.#over) return;
    const { operation, attempt } = this.command;
    this.run.logLine({ n: ++this.#logLine, op: operation.id, attempt, at: this.#deps.host.now(), level, text });
  }

  progress(done: number, total: number | undefined): void {
    this.progressed = { done, total };
    this.changed = true;
  }

  heartbeat(data: unknown): void {
    this.lastHeartbeat = data;
    this.changed = true;
  }

  #close(): void {
    this.#over = true;
    const { operation } = this.command;
    if (this.run.agenda.executing.get(operation) === this) this.run.agenda.executing.delete(operation);
  }

  readonly #encode = (value: unknown, where: string): string => this.#deps.encode(value, where);
}
