/** Children that runs start: their rows are made, and leave with the entry that says so. */
import type { Host } from "../host/port.ts";
import { isFailure } from "../model/errors.ts";
import { notStarted } from "../model/run-errors.ts";
import type { SameValue } from "../model/start-policy.ts";
import { decideStart } from "../model/start-policy.ts";
import type { ChildRequest, Operation, StartCommand } from "../operations/run-port.ts";
import type { AwaitRow, StartRow } from "../store/port.ts";
import { endOf } from "./end-request.ts";
import { askAfterItsEnd } from "./ending-child.ts";
import type { LiveRun } from "./live-run.ts";
import { type Ending, RetriedChildren, type RetriedChildrenParts } from "./retried-children.ts";

/** Makes the row of a run that is to be started. @throws what a start throws for bad input */
export type MakeRow = (child: ChildRequest) => Promise<Omit<StartRow, "claimNow">>;

export interface ChildStartsParts extends RetriedChildrenParts {
  readonly host: Host;
  readonly makeRow: MakeRow;
  readonly sameValue: SameValue;
  /** There is something to settle. */
  touch(run: LiveRun): void;
}

interface Starting {
  readonly operation: Operation;
  readonly command: StartCommand;
}

interface Refused {
  readonly error: unknown;
}

export class ChildStarts {
  readonly #parts: ChildStartsParts;
  readonly #retried: RetriedChildren;

  constructor(parts: ChildStartsParts) {
    this.#parts = parts;
    this.#retried = new RetriedChildren(parts);
  }

  /** A child of the run is being retried. */
  retries(run: LiveRun): boolean {
    return this.#retried.isRetrying(run);
  }

  start(run: LiveRun, { operation, command }: Starting): void {
    void this.#prepare(run, { operation, command }).then((prepared) => {
      run.sending--;
      if (this.#mayGoOn(run, operation)) this.#record(run, { operation, command }, prepared);
      this.#parts.touch(run);
    });
  }

  /** The run waits for the end of a child that was started before it was taken. */
  askForEnd(run: LiveRun, { operation, child }: { readonly operation: Operation; readonly child: AwaitRow }): void {
    const ask = (): void => run.record.alsoWrite({ awaits: child });
    // Who is to end wants nothing begun anew.
    const ends = !operation.shielded && endOf(run, this.#parts.host.now()) !== undefined;
    if (run.retried.times === 0 || operation.awaitsEnd === undefined || ends) {
      ask();
      return;
    }
    run.sending++;
    void this.#findAgain(run, { operation, child }).then((found) => {
      run.sending--;
      if (this.#mayGoOn(run, operation)) {
        if (found === undefined) ask();
        else if ("ending" in found) askAfterItsEnd(run, operation, found.ending);
        else this.#refuse(run, { operation, error: found.error, as: "child" });
      }
      this.#parts.touch(run);
    });
  }

  /** False when nobody waits for the operation any more; a child that was retried for it is given up. */
  #mayGoOn(run: LiveRun, operation: Operation): boolean {
    const retried = this.#retried.over(run, operation);
    if (run.cursor.waitsFor(operation) && !run.over && !run.leaving) return true;
    const { id: op, awaitsEnd } = operation;
    if (retried && operation.cancelled) run.record.alsoWrite({ givenUp: { op, cancels: awaitsEnd === "called" } });
    return false;
  }

  /** The row, or why there can be none. A store that fails is asked again. */
  async #prepare(run: LiveRun, { operation, command }: Starting): Promise<StartRow | Refused | Ending> {
    const { makeRow, store, sameValue } = this.#parts;
    const { child } = command;
    let row: StartRow;
    try {
      const lineage = { parent: run.id, root: run.row.root ?? run.id, detached: child.detached };
      row = { ...(await makeRow(child)), lineage, claimNow: false };
    } catch (error) {
      return { error };
    }
    const otherwise = await this.#asLongAsHeld(run, async () => {
      const there = await store.find(row.id);
      if (there === undefined) return undefined;
      const decision = decideStart(there, row, sameValue);
      if (decision.kind !== "existing") return undefined;
      if (decision.problem !== undefined) return { error: notStarted({ ...there, problem: decision.problem }) };
      return await this.#retried.retry(run, operation, there);
    });
    return otherwise ?? row;
  }

  #findAgain(
    run: LiveRun,
    { operation, child }: { operation: Operation; child: AwaitRow },
  ): Promise<Refused | Ending | undefined> {
    return this.#asLongAsHeld(run, async () => {
      const there = await this.#parts.store.find(child.child);
      return there && (await this.#retried.retry(run, operation, there));
    });
  }

  /** Whoever executes the run by now sees to its children. A store that is in trouble is asked again. */
  async #asLongAsHeld<T>(run: LiveRun, find: () => Promise<T>): Promise<T | Refused | undefined> {
    while (!run.dropped) {
      try {
        return await find();
      } catch (error) {
        if (!passes.some((code) => isFailure(error, code))) return { error };
        await new Promise<void>((resolve) => void this.#parts.host.timer(againMs, resolve));
      }
    }
    return undefined;
  }

  #record(run: LiveRun, { operation, command }: Starting, prepared: StartRow | Refused | Ending): void {
    const awaited = command.records === "child-started";
    if ("ending" in prepared) {
      askAfterItsEnd(run, operation, prepared.ending);
      return;
    }
    if ("error" in prepared) {
      this.#refuse(run, { operation, error: prepared.error, as: awaited ? "child" : "started" });
      return;
    }
    const child = { op: operation.id, start: prepared, awaited };
    const happened = { op: operation.id, attempt: 0, at: this.#parts.host.now() };
    run.append({ ...happened, kind: command.records, text: run.encode(prepared.id), outward: { child } });
    this.#parts.wakes();
  }

  #refuse(run: LiveRun, parts: { operation: Operation; error: unknown; as: "child" | "started" }): void {
    const { operation, error, as: kind } = parts;
    const text = run.encode(kind === "child" ? [false, error] : error);
    run.append({ kind, op: operation.id, attempt: 0, at: this.#parts.host.now(), text });
  }
}

/** What may be otherwise when it is tried again; anything else is what the code is told. */
const passes = [
  "store-failed",
  "store-full",
  "outcome-unknown",
  // The run is dropped soon.
  "worker-fenced",
  "engine-closed",
  // Somebody else was first, or the child was removed.
  "illegal-transition",
  "unknown-run",
] as const;

/** Until the store is asked again after it could not answer. */
const againMs = 1_000;
