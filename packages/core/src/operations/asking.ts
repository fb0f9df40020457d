/**
 * What every wf.* call does first: find the run and scope that it belongs to, and refuse to work
 * where it has no business (in a step body, in another run, after the end).
 */
import { failure } from "../model/errors.ts";
import type { Scope } from "../replay/scope.ts";
import { currentFrame, isShielded } from "./frame.ts";
import type { Operation, RunPort } from "./run-port.ts";

/** The scope in which `operation` of `run` is called. @throws nested-operation, foreign-context */
export function scopeOf(run: RunPort, operation: string): Scope {
  const frame = currentFrame();
  if (frame === undefined) return run.rootScope;
  if (frame.step !== undefined) throw frame.step.nested(operation);
  if (frame.run !== run) throw failure("foreign-context", { operation, id: run.id, here: `run "${frame.run.id}"` });
  return frame.scope;
}

/** The operation that a promise stands for, so that a race can give up its losers. */
const operationOf = Symbol("stepwell.operation");

interface Marked {
  [operationOf]?: { readonly run: RunPort; readonly operation: Operation };
}

/** Registers an operation and gives the promise that its answer settles. */
export function waitFor<T>(run: RunPort, make: (settle: Settle<T>) => Operation): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const operation = make({
    resolve,
    reject: (error) => {
      // A branch may fail before anybody awaits it: that is no reason to end the process.
      promise.catch(ignore);
      reject(error);
    },
  });
  operation.shielded = isShielded();
  (promise as Marked)[operationOf] = { run, operation };
  run.ask(operation);
  return promise;
}

export interface Settle<T> {
  resolve(value: T): void;
  reject(error: unknown): void;
}

function ignore(): void {}

/** Gives up the operation behind a promise, if it is one. */
export function giveUp(promise: unknown): void {
  const marked = (promise as Marked | undefined)?.[operationOf];
  if (marked !== undefined) marked.run.giveUp(marked.operation);
}
