/** What was carried out in the store, and what has begun there. */
import type { Batch, RunKey } from "../../store/port.ts";
import type { TransactRequest } from "../../store/transaction-port.ts";
import type { Actor } from "./actor.ts";
import type { KnownRun } from "./known-run.ts";

/** A transaction of a user's, and what was written with it. */
export interface Transacted extends TransactRequest {
  wrote: Batch | undefined;
}

/** A call of the store that was carried out. */
export interface Landed {
  readonly actor: Actor;
  readonly verb: string;
  readonly args: readonly unknown[];
  readonly result: unknown;
  /** Things that had happened when it began. */
  readonly begunAt: number;
}

/** A run was claimed for the first time. */
export interface Beginning {
  readonly run: KnownRun;
  /** On the wall, as the world has seen it. */
  readonly landedAt: number;
}

/** A message that was put into the inbox of a run. */
export interface Arrival {
  readonly to: string;
  /** Of the run, by then. */
  readonly work: RunKey | undefined;
  readonly name: string;
  readonly payload: string;
}

/** What the ledger needs of the world. */
export interface LedgerParts {
  /** Of the world, ms. */
  readonly clock: { readonly elapsed: number; readonly turns: number; now(): number };
  offend(offence: string): void;
  /** The execution of a run that is under way in a process. */
  executing(actor: Actor, run: KnownRun): unknown;
}
