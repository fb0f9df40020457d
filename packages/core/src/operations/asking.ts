/**
 * What every wf.* call does first: find the run and scope that it belongs to, and refuse to work
 * where it has no business (in a step body, in another run, after the end).
 */
import type { Entry } from "../model/entry.ts";
import { failure, type StepwellError } from "../model/errors.ts";
import type { Scope } from "../replay/scope.ts";
import { currentFrame, isShielded } from "./frame.ts";
import type { Command, Operation, RunPort } from "./run-port.ts";

/** The scope in which `operation` of `run` is called. @throws nested-operation, foreign-context */
export function scopeOf(run: RunPort, operation: string): Scope {
  const frame = currentFrame();
  if (frame === undefined) return run.rootScope;
  if (frame.step !== undefined) throw frame.step.nested(operation);
  if (frame.run !== run) throw failure("foreign-context", { operation, id: run.id, here: `run "${frame.run.id}"` });
  return frame.scope;
}

/** What a promise stands for, so that a race can give up its losers. */
const behind = Symbol("stepwell.operation");

interface Marked {
  [behind]?: Asking;
}

interface Asking {
  readonly run: RunPort;
  readonly operation: Operation | undefined;
}

/**
 * Registers an operation and gives the promise that its answer settles.
 * @param asked called if it is waited for from now on; what it throws undoes that
 */
export function waitFor<T>(run: RunPort, make: (settle: Settle<T>) => Operation, asked?: () => void): Promise<T> {
  const settle = new Settling<T>(run);
  const operation = make(settle);
  operation.shielded = isShielded();
  settle.operation = operation;
  const waits = run.ask(operation);
  if (asked !== undefined && waits) {
    try {
      asked();
    } catch (error) {
      run.giveUp(operation);
      throw error;
    }
  }
  return settle.promise;
}

export interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

/** An operation without a state of its own: what it does follows from how it was asked for. */
export interface Stateless<T> extends Pick<Operation, "serves" | "awaitsEnd" | "describe"> {
  readonly id: string;
  /** What the code gets by an entry; nothing for one that does not end the wait. */
  take(entry: Entry, settle: Settle<T>): void;
  command(): Command;
  renew?(at: number): void;
}

/** Registers such an operation, and gives the promise that its answer settles. */
export function waitForStateless<T>(run: RunPort, parts: Stateless<T>): Promise<T> {
  return waitFor<T>(run, (settle) => new StatelessOperation(run, { parts, settle }));
}

class StatelessOperation<T> implements Operation {
  readonly id: string;
  readonly line: string;
  readonly serves: Operation["serves"];
  readonly awaitsEnd: Operation["awaitsEnd"];
  cancelled = false;
  shielded = false;
  readonly #parts: Stateless<T>;
  readonly #settle: Settle<T>;

  constructor(run: RunPort, { parts, settle }: { readonly parts: Stateless<T>; readonly settle: Settle<T> }) {
    this.id = parts.id;
    this.line = run.callerLine();
    this.serves = parts.serves;
    this.awaitsEnd = parts.awaitsEnd;
    this.#parts = parts;
    this.#settle = settle;
  }

  take(entry: Entry): void {
    this.#parts.take(entry, this.#settle);
  }

  reject(error: unknown): void {
    this.#settle.reject(error);
  }

  describe(): string | undefined {
    return this.#parts.describe?.();
  }

  command(): Command {
    return this.#parts.command();
  }

  renew(at: number): void {
    this.#parts.renew?.(at);
  }
}

/** What an operation throws that is given an entry of a kind which is not its own. */
export function wrongEntry(id: string, entry: Entry): StepwellError {
  return failure("broken-invariant", { what: `${id} was answered by an entry of kind ${entry.kind}` });
}

/** One object per operation: there are as many as there are steps. */
class Settling<T> implements Settle<T>, Asking {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly run: RunPort;
  operation: Operation | undefined;
  readonly #reject: (error: unknown) => void;

  constructor(run: RunPort) {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    this.promise = promise;
    this.resolve = resolve;
    this.run = run;
    this.#reject = reject;
    (promise as Marked)[behind] = this;
  }

  reject(error: unknown): void {
    // A branch may fail before anybody awaits it: that is no reason to end the process.
    this.promise.catch(ignore);
    this.#reject(error);
  }
}

function ignore(): void {}

/** Gives up the operation behind a promise, if it is one. */
export function giveUp(promise: unknown): void {
  const asking = (promise as Marked | undefined)?.[behind];
  if (asking?.operation !== undefined) asking.run.giveUp(asking.operation);
}
