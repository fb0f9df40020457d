/**
 * What workflow code prints: shown once all that came before it is on disk, and not again when the code is replayed.
 * So nobody reads of something that a crash could take back, and nobody reads it twice.
 */
import { format } from "node:util";
import type { Guard } from "./guard.ts";
import { type AnyFunction, type Patch, patchFunction } from "./patch.ts";

const printing = ["log", "info", "warn", "error", "debug"] as const;

export function holdConsole(guard: Guard): Patch[] {
  return printing.map((name) => patchFunction(console, name, (native) => held(guard, native)));
}

function held(guard: Guard, native: AnyFunction): AnyFunction {
  return function print(this: unknown, ...args: unknown[]): unknown {
    const hold = guard.run()?.print;
    if (hold === undefined) return native.apply(this, args);
    // As the values are now: by then the code may have changed them.
    const text = format(...args);
    hold(() => native.call(this, "%s", text));
    return undefined;
  };
}
