/**
 * Starts bodies whose barrier is reached, and hears how they end.
 *
 * B1  A body starts only when all that its run has consumed is on disk (the durability barrier).
 */
import type { Host } from "../host/port.ts";
import { failure } from "../model/errors.ts";
import type { BodyCommand, Operation } from "../operations/run-port.ts";
import { type AttemptDeps, Execution } from "./attempt.ts";
import type { ElsewhereRunner } from "./bodies-elsewhere/runner.ts";
import type { HeldRuns } from "./held-runs.ts";
import type { LiveRun } from "./live-run.ts";
import { closeGivenUp, isOpening } from "./openings.ts";
import type { Transactions } from "./transactions.ts";

export interface BodiesParts {
  readonly elsewhere: ElsewhereRunner;
  readonly transactions: Transactions;
  readonly worker: {
    readonly host: Host;
    readonly held: HeldRuns;
    encode(value: unknown, where: string): string;
    /** There is something to settle. */
    touch(run: LiveRun): void;
  };
}

export class Bodies implements AttemptDeps {
  readonly host: Host;
  readonly #parts: BodiesParts;

  constructor(parts: BodiesParts) {
    this.host = parts.worker.host;
    this.#parts = parts;
  }

  /** @param stopping then only an at-most-once body begins whose start is recorded: now or never */
  start(stopping: boolean): void {
    const { transactions, worker } = this.#parts;
    const { starting } = worker.held;
    for (const run of starting) {
      if (run.dropped) {
        starting.delete(run);
        continue;
      }
      for (const { body: command } of run.agenda.takeBodies(run.record.durable)) {
        if (command.operation.cancelled || (stopping && !command.atMostOnce)) continue;
        if (command.place.isolation === "transaction") {
          transactions.add(run, command);
          continue;
        }
        const execution = new Execution(run, command, this);
        run.agenda.executing.set(command.operation, execution);
        const since = this.host.monotonic();
        execution.start();
        worker.held.lag.began(execution, this.host.monotonic() - since);
      }
      if (run.agenda.bodies.length === 0) starting.delete(run);
    }
    transactions.next();
  }

  /** The operation is not wanted any more: a body that waits is forgotten, one that executes is told. */
  abort(run: LiveRun, operation: Operation): void {
    run.agenda.forget(operation);
    run.inbox?.forget(operation);
    if (isOpening(operation)) closeGivenUp(run, operation);
    run.agenda.executing
      .get(operation)
      ?.abandon(run.ending?.error ?? failure("run-ended", { id: run.id, status: "given up", operation: operation.id }));
  }

  encode(value: unknown, where: string): string {
    return this.#parts.worker.encode(value, where);
  }

  elsewhere(run: LiveRun, command: BodyCommand, execution: Execution): ReturnType<ElsewhereRunner["run"]> {
    return this.#parts.elsewhere.run(run, command, execution);
  }

  ended(run: LiveRun, execution: Execution): void {
    run.agenda.executing.delete(execution.command.operation);
    this.#parts.worker.held.lag.ended(execution, this.host.monotonic());
    this.#parts.worker.touch(run);
  }
}
