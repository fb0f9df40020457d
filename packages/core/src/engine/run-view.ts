/** How a run looks from outside: decoded, with one sentence on where it stands. */

import { isFailure, type StepwellError } from "../model/errors.ts";
import {
  type CompensationError,
  RunCancelled,
  RunFailed,
  RunTimedOut,
  runCancelled,
  runFailed,
  runTimedOut,
} from "../model/run-errors.ts";
import type { RunState } from "../model/run-state.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import { readNamed } from "../model/value/read-named.ts";
import type { AttributeValue, RunRow } from "../store/port.ts";
import { legibleRow } from "./legible-row.ts";
import { type Around, whyOf } from "./why.ts";

/** A run as lists and status() show it. */
export interface RunView {
  readonly id: string;
  /** 1 at first; a retry or restart under the same id is the next one. */
  readonly generation: number;
  readonly workflow: string;
  readonly status: RunState;
  /** It is running, and its worker is dead, or silent beyond its lease: nothing happens until another takes it over. */
  readonly orphaned: boolean;
  /** One sentence: what it waits for, or why it did not end well. Undefined where there is nothing to say. */
  readonly why: string | undefined;
  readonly title: string | undefined;
  readonly tags: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Ids of the run that has started it, and of the one with which it all began; undefined when it is nobody's child. */
  readonly parent: string | undefined;
  readonly root: string | undefined;
  /** The run with whose journal it began, and how many entries they have in common; undefined for most. */
  readonly forkedFrom: { readonly id: string; readonly at: number } | undefined;
  readonly queue: string;
  /** The build whose workers alone execute it (`versioning: "pinned"`); undefined for any. */
  readonly build: string | undefined;
  readonly priority: number;
  readonly createdAt: Date;
  /** First claim; undefined while it was never claimed. */
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
  /** When it wakes by itself, if it waits for a time. */
  readonly wakeAt: Date | undefined;
  readonly cancelRequestedAt: Date | undefined;
  /** URL of the module that defines its workflow; "" when unknown. */
  readonly module: string;
}

/** A run with its values. */
export interface RunDetails extends RunView {
  readonly input: unknown;
  /** Only when completed. */
  readonly output: unknown;
  /** When failed, cancelled, timed out or blocked. */
  readonly error: unknown;
  /** What was registered with wf.compensate and failed when the run was undone. */
  readonly compensationErrors: readonly CompensationError[];
  /** Why its values are not here: the key is missing, or is another one. Undefined where they are. */
  readonly unreadable: StepwellError | undefined;
}

/** With what a row is shown: ms, and what opens its sentences. */
export interface Viewing {
  readonly now: number;
  readonly texts: RawTexts;
}

export function viewOf(row: RunRow, { now, texts }: Viewing, around: Around = {}): RunView {
  return {
    id: row.id,
    generation: row.generation,
    workflow: row.workflow,
    status: row.status,
    orphaned: around.lost !== undefined,
    why: whyOf(legibleRow(row, texts), now, around),
    title: row.title,
    tags: row.tags,
    attributes: row.attributes,
    parent: row.parent,
    root: row.root,
    forkedFrom: row.forkedFrom,
    queue: row.queue,
    build: row.build,
    priority: row.priority,
    createdAt: new Date(row.createdAt),
    startedAt: dateOf(row.startedAt),
    endedAt: dateOf(row.endedAt),
    wakeAt: dateOf(row.wakeAt),
    cancelRequestedAt: dateOf(row.cancelRequestedAt),
    module: row.module,
  };
}

/** What stored texts are read with. */
export interface Reading {
  readonly decode: (text: string) => unknown;
  readonly texts: RawTexts;
}

/** What needs a key that is not here is left out: the rest can be shown all the same. @throws damaged-value */
export function detailsOf(view: RunView, row: RunRow, reading: Reading): RunDetails {
  const { decode } = reading;
  let unreadable: StepwellError | undefined;
  const orNot = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!isFailure(error, "key-missing") && !isFailure(error, "decryption-failed")) throw error;
      unreadable ??= error;
      return undefined;
    }
  };
  const values = {
    input: orNot(() => readNamed(`the input of run "${row.id}"`, () => decode(row.input))),
    output: orNot(() => outputOf(row, decode)),
    error: orNot(() => errorOf(row, reading)),
    compensationErrors: (isUndone(row) && orNot(() => endOf(row, reading).compensationErrors)) || [],
  };
  return { ...view, ...values, unreadable };
}

/** Undefined when there is none. @throws damaged-value */
export function outputOf({ id, output }: RunRow, decode: Reading["decode"]): unknown {
  return output === undefined ? undefined : readNamed(`the output of run "${id}"`, () => decode(output));
}

function decodeError({ id, error }: RunRow, decode: Reading["decode"]): unknown {
  return error === undefined ? undefined : readNamed(`the error of run "${id}"`, () => decode(error));
}

/** What ended or stopped the run, as its code threw it; undefined when nothing did. */
export function errorOf(row: RunRow, { decode, texts }: Reading): unknown {
  const error = decodeError(row, decode);
  if (row.status === "failed") return isEndOf(row, error) ? error.cause : error;
  // Cancelled before any worker had it: nobody was there to encode an error.
  return row.status === "cancelled" ? (error ?? runCancelled(row.id, reasonOf(row, texts))) : error;
}

/** What `result()` throws for a run that did not end well. */
export function endOf(row: RunRow, { decode, texts }: Reading): RunFailed | RunCancelled | RunTimedOut {
  const error = decodeError(row, decode);
  if (error instanceof RunCancelled || error instanceof RunTimedOut) return error;
  switch (row.status) {
    case "cancelled":
      return runCancelled(row.id, reasonOf(row, texts));
    case "timed_out":
      return runTimedOut(row.id, row.timeoutMs ?? 0);
    default:
      return isEndOf(row, error) ? error : runFailed({ id: row.id, workflow: row.workflow, cause: error });
  }
}

function reasonOf({ cancelReason, why = "" }: RunRow, texts: RawTexts): string {
  return texts.open(cancelReason ?? why);
}

/** Kept whole only where there is more to say than what the code threw: compensations that failed. */
function isEndOf(row: RunRow, error: unknown): error is RunFailed {
  return error instanceof RunFailed && error.facts.id === row.id && error.compensationErrors.length > 0;
}

function isUndone({ status }: RunRow): boolean {
  return status === "failed" || status === "cancelled" || status === "timed_out";
}

function dateOf(at: number | undefined): Date | undefined {
  return at === undefined ? undefined : new Date(at);
}
