/** Timers and fetch: never answered from the run. They block it, with the cure in the error. */
import timers from "node:timers";
import timersPromises from "node:timers/promises";
import { answer, type Guard } from "./guard.ts";
import { type AnyFunction, type Patch, patchFunction } from "./patch.ts";

export function guardOutside(guard: Guard): Patch[] {
  const scheduler = Reflect.getPrototypeOf(timersPromises.scheduler);
  const patches: Patch[] = [];
  const block = (target: object | null, prefix: string, names: readonly string[]): void => {
    if (target === null) return;
    for (const name of names)
      patches.push(patchFunction(target, name, (native) => blocked(guard, `${prefix}${name}()`, native)));
  };
  const timerNames = ["setTimeout", "setInterval", "setImmediate"];
  block(globalThis, "", timerNames);
  block(timers, "", timerNames);
  block(timersPromises, "timers/promises.", timerNames);
  block(scheduler, "timers/promises.scheduler.", ["wait", "yield"]);
  block(globalThis, "", ["fetch"]);
  return patches;
}

function blocked(guard: Guard, name: string, native: AnyFunction): AnyFunction {
  return function guarded(this: unknown, ...args: unknown[]): unknown {
    const run = guard.run();
    if (run !== undefined) answer(run, { kind: "outside", name, entry: guarded });
    return native.apply(this, args);
  };
}
