/**
 * Rejections that nobody awaits and errors that nobody can catch (a step's stray timer) belong to the run in
 * whose async context they arose: they are shown there, and the process goes on. Without a run, everything is
 * as Node has it.
 *
 * A listener could not do that: its presence alone changes what Node does with those that are not ours, and the
 * application's own listeners, which often end the process, would be called for those that are. So this stands
 * before the event: what `process.emit` returns is what tells Node whether someone has handled it.
 */
import { inspect } from "node:util";
import { caught } from "../../model/caught.ts";
import { StepwellError } from "../../model/errors.ts";
import { messageOf } from "../../model/run-errors.ts";
import type { Guard } from "./guard.ts";
import { type AnyFunction, type Patch, patchFunction } from "./patch.ts";

export function catchStrayErrors(guard: Guard): Patch[] {
  // Many are awaited a moment later (`const p = branch(); await other; await p`): no reason for Node to warn then.
  const taken = new WeakSet<object>();
  const make = (native: AnyFunction): AnyFunction =>
    function emit(this: unknown, name: unknown, ...args: unknown[]): boolean {
      if (name === "unhandledRejection" && attribute(guard, "a promise was rejected that nothing awaits", args[0])) {
        taken.add(args[1] as object);
        return true;
      }
      if (name === "rejectionHandled" && taken.has(args[0] as object)) return true;
      if (name === "uncaughtException") guard.drainCutShort();
      if (name === "uncaughtException" && attribute(guard, "an error was thrown that nothing could catch", args[0]))
        return true;
      return native.call(this, name, ...args);
    };
  return [patchFunction(process, "emit", make)];
}

/** True when a run has taken it. */
function attribute(guard: Guard, what: string, error: unknown): boolean {
  try {
    const run = guard.owner();
    // An error that is Node's to show is not looked at: its stack would be made here, and name this place.
    // Our own mistakes are never a user's: they end the worker.
    if (run === undefined || isOurs(error)) return false;
    run.log(`${what}: ${shown(error)}`);
    return true;
  } catch {
    // Whatever fails here must not hide the error: Node's way, then.
    return false;
  }
}

function isOurs(error: unknown): boolean {
  const sound = caught(error);
  return sound instanceof StepwellError && sound.code === "broken-invariant";
}

/** What an error holds may be as hostile as the error itself. */
function shown(error: unknown): string {
  try {
    return inspect(caught(error));
  } catch {
    return messageOf(error);
  }
}
