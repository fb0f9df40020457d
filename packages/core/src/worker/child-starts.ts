/**
 * Children that runs start: their rows are made, and leave with the entry that says so. Those that ended badly before
 * their parent was retried are retried when its code waits for them again.
 */
import type { Host } from "../host/port.ts";
import { isFailure } from "../model/errors.ts";
import { goesOnAgain } from "../model/goes-on-again.ts";
import { notStarted } from "../model/run-errors.ts";
import type { SameValue } from "../model/start-policy.ts";
import { decideStart } from "../model/start-policy.ts";
import type { ChildRequest, Operation, StartCommand } from "../operations/run-port.ts";
import type { AskingParent, AwaitRow, RunRow, StartRow, Store, WorkerKey } from "../store/port.ts";
import { endOf } from "./end-request.ts";
import type { LiveRun } from "./live-run.ts";

/** Makes the row of a run that is to be started. @throws what a start throws for bad input */
export type MakeRow = (child: ChildRequest) => Promise<Omit<StartRow, "claimNow">>;

/** Retries a child that ended badly before its parent was retried. @param by the parent, as it is executed here */
export type RetryChild = (child: RunRow, by: AskingParent) => Promise<void>;

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

interface Starting {
  readonly operation: Operation;
  readonly command: StartCommand;
}

interface Refused {
  readonly error: unknown;
}

export class ChildStarts {
  readonly #parts: ChildStartsParts;
  /** The operations of each run that wait for a child which is being retried. */
  readonly #retrying = new Map<LiveRun, Set<Operation>>();

  constructor(parts: ChildStartsParts) {
    this.#parts = parts;
  }

  /** A child of the run is being retried: it is to end with the run, where nobody waits for it any more. */
  retries(run: LiveRun): boolean {
    return this.#retrying.has(run);
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
    if (run.retries === 0 || !isCalled(operation) || ends) {
      ask();
      return;
    }
    run.sending++;
    void this.#findAgain(run, { operation, child }).then((refused) => {
      run.sending--;
      if (this.#mayGoOn(run, operation)) {
        if (refused === undefined) ask();
        else this.#refuse(run, { operation, error: refused.error, as: "child" });
      }
      this.#parts.touch(run);
    });
  }

  /** False when nobody waits for the operation any more; a child that was retried for it is given up. */
  #mayGoOn(run: LiveRun, operation: Operation): boolean {
    const retried = this.#retrying.get(run);
    const forThis = retried?.delete(operation) === true;
    if (retried?.size === 0) this.#retrying.delete(run);
    if (run.cursor.waitsFor(operation) && !run.over && !run.leaving) return true;
    if (forThis && operation.cancelled) run.record.alsoWrite({ givenUp: { op: operation.id, cancels: true } });
    return false;
  }

  /** The row, or why there can be none. A store that fails is asked again. */
  async #prepare(run: LiveRun, { operation, command }: Starting): Promise<StartRow | Refused> {
    const { makeRow, store, sameValue } = this.#parts;
    const { child } = command;
    let row: StartRow;
    try {
      const lineage = { parent: run.id, root: run.row.root ?? run.id, detached: child.detached };
      row = { ...(await makeRow(child)), lineage, claimNow: false };
    } catch (error) {
      return { error };
    }
    const refused = await this.#asLongAsHeld(run, async () => {
      const there = await store.find(row.id);
      if (there === undefined) return undefined;
      const decision = decideStart(there, row, sameValue);
      if (decision.kind !== "existing") return undefined;
      if (decision.problem !== undefined) return { error: notStarted({ ...there, problem: decision.problem }) };
      await this.#retryLeft(run, operation, there);
      return undefined;
    });
    return refused ?? row;
  }

  #findAgain(
    run: LiveRun,
    { operation, child }: { operation: Operation; child: AwaitRow },
  ): Promise<Refused | undefined> {
    return this.#asLongAsHeld(run, async () => {
      const there = await this.#parts.store.find(child.child);
      if (there !== undefined) await this.#retryLeft(run, operation, there);
      return undefined;
    });
  }

  async #retryLeft(run: LiveRun, operation: Operation, child: RunRow): Promise<void> {
    const called = isCalled(operation);
    if (run.retries === 0 || child.parent !== run.id || !goesOnAgain(child, { called })) return;
    // Who has been told of its end was so when it ended: nothing may begin below it either.
    const unread = called ? await this.#parts.store.inbox(run.key) : [];
    if (unread.some(({ name }) => name === `child~${operation.id}`) || !run.cursor.waitsFor(operation)) return;
    const by = { worker: run.row.owner as WorkerKey, run: run.key, claim: run.claim };
    if (called) this.#retrying.set(run, (this.#retrying.get(run) ?? new Set()).add(operation));
    await this.#parts.retryChild(child, called ? { ...by, op: operation.id } : by);
    this.#parts.wakes();
  }

  /** Whoever executes the run by now sees to its children. A store that is in trouble is asked again. */
  async #asLongAsHeld(run: LiveRun, find: () => Promise<Refused | undefined>): Promise<Refused | undefined> {
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

  #record(run: LiveRun, { operation, command }: Starting, prepared: StartRow | Refused): void {
    const awaited = command.records === "child-started";
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

function isCalled({ awaitsEnd }: Operation): boolean {
  return awaitsEnd === "called";
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
