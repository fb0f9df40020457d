/** Children that runs start: their rows are made, and leave with the entry that says so. */
import type { Host } from "../host/port.ts";
import { isFailure } from "../model/errors.ts";
import { goesOnAgain } from "../model/goes-on-again.ts";
import { notStarted } from "../model/run-errors.ts";
import type { SameValue } from "../model/start-policy.ts";
import { decideStart } from "../model/start-policy.ts";
import type { ChildRequest, Operation, StartCommand } from "../operations/run-port.ts";
import type { HeldRun, RunRow, StartRow, Store, WorkerKey } from "../store/port.ts";
import type { LiveRun } from "./live-run.ts";

/** Makes the row of a run that is to be started. @throws what a start throws for bad input */
export type MakeRow = (child: ChildRequest) => Promise<Omit<StartRow, "claimNow">>;

/** Retries a child that ended badly before its parent was retried. @param by the parent, as it is executed here */
export type RetryChild = (child: RunRow, by: HeldRun) => Promise<void>;

export interface ChildStartsParts {
  readonly host: Host;
  readonly store: Store;
  readonly makeRow: MakeRow;
  readonly retryChild: RetryChild;
  readonly sameValue: SameValue;
  /** There is something to settle. */
  touch(run: LiveRun): void;
  /** A run goes out with the next batch: it may be taken with the same. */
  wakes(): void;
}

export class ChildStarts {
  readonly #parts: ChildStartsParts;

  constructor(parts: ChildStartsParts) {
    this.#parts = parts;
  }

  start(run: LiveRun, parts: { readonly operation: Operation; readonly command: StartCommand }): void {
    void this.#prepare(run, parts.command).then((prepared) => {
      run.sending--;
      const { operation } = parts;
      if (run.cursor.waitsFor(operation) && !run.over && !run.leaving) this.#record(run, parts, prepared);
      this.#parts.touch(run);
    });
  }

  /** The row, or why there can be none. A store that fails is asked again. */
  async #prepare(run: LiveRun, command: StartCommand): Promise<StartRow | { readonly error: unknown }> {
    const { makeRow, retryChild, store } = this.#parts;
    const { child, records } = command;
    let row: StartRow;
    try {
      const lineage = { parent: run.id, root: run.row.root ?? run.id, detached: child.detached };
      row = { ...(await makeRow(child)), lineage, claimNow: false };
    } catch (error) {
      return { error };
    }
    // Whoever executes the run by now sees to its children.
    while (!run.dropped) {
      try {
        const there = await store.find(row.id);
        if (there === undefined) return row;
        const decision = decideStart(there, row, this.#parts.sameValue);
        if (decision.kind === "existing" && decision.problem !== undefined)
          return { error: notStarted({ ...there, problem: decision.problem }) };
        if (
          decision.kind === "existing" &&
          wasLeft(there, run) &&
          goesOnAgain(there, { called: records === "child-started" })
        )
          await retryChild(there, { worker: run.row.owner as WorkerKey, run: run.key, claim: run.claim });
        return row;
      } catch (error) {
        // It cannot be retried: its compensations ran.
        if (isFailure(error, "already-compensated")) return { error };
        await new Promise<void>((resolve) => void this.#parts.host.timer(againMs, resolve));
      }
    }
    return row;
  }

  #record(
    run: LiveRun,
    { operation, command }: { operation: Operation; command: StartCommand },
    prepared: StartRow | { readonly error: unknown },
  ): void {
    const happened = { op: operation.id, attempt: 0, at: this.#parts.host.now() };
    const awaited = command.records === "child-started";
    if ("error" in prepared) {
      const value = awaited ? [false, prepared.error] : prepared.error;
      run.append({ ...happened, kind: awaited ? "child" : "started", text: run.encode(value) });
      return;
    }
    const child = { op: operation.id, start: prepared, awaited };
    run.append({ ...happened, kind: command.records, text: run.encode(prepared.id), outward: { child } });
    this.#parts.wakes();
  }
}

/** By the parent's earlier generation, after that had failed: its retry has left it as it was. */
function wasLeft({ parent, endedAt }: RunRow, run: LiveRun): boolean {
  return run.retries > 0 && parent === run.id && endedAt !== undefined && endedAt <= run.row.createdAt;
}

/** Until the store is asked again after it could not answer. */
const againMs = 1_000;
