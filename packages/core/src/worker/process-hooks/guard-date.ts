/**
 * Date: `new Date()`, `Date()` and `Date.now()` ask the guard; everything else is the platform's. Instances are
 * ordinary Dates: the wrapper shares the prototype, so instanceof, subclasses and `new date.constructor()` work.
 */
import { answer, type CallKind, type Guard } from "./guard.ts";
import { type AnyFunction, type Patch, patchFunction, patchValue } from "./patch.ts";

const kind: CallKind = "clock";

export function guardDate(guard: Guard): Patch[] {
  const NativeDate = globalThis.Date;
  // First, so that the wrapper gets it with the other own properties; and for whoever kept the class itself.
  const now = patchFunction(NativeDate, "now", (native) => guardedNow(guard, native));
  const GuardedDate = wrapDate(guard, NativeDate);
  return [
    now,
    patchValue(NativeDate.prototype, "constructor", GuardedDate),
    patchValue(globalThis, "Date", GuardedDate),
  ];
}

function guardedNow(guard: Guard, native: AnyFunction): AnyFunction {
  return function now(): number {
    const run = guard.run();
    if (run === undefined) return native();
    return answer(run, { kind, name: "Date.now()", entry: now })?.now() ?? native();
  };
}

function wrapDate(guard: Guard, NativeDate: DateConstructor): DateConstructor {
  function GuardedDate(...args: []): Date | string {
    const target = new.target as unknown;
    if (target === undefined) {
      const instant = present();
      return instant === undefined ? NativeDate() : new NativeDate(instant).toString();
    }
    if (args.length > 0) return target === GuardedDate ? new NativeDate(...args) : construct(args, target);
    const instant = present();
    if (target !== GuardedDate) return construct(instant === undefined ? [] : [instant], target);
    return instant === undefined ? new NativeDate() : new NativeDate(instant);
  }
  function present(): number | undefined {
    const run = guard.run();
    if (run === undefined) return undefined;
    return answer(run, { kind, name: "Date()", entry: GuardedDate as AnyFunction })?.now();
  }
  // A subclass: its own prototype, our value.
  function construct(args: readonly unknown[], target: unknown): Date {
    return Reflect.construct(NativeDate, args, target as DateConstructor) as Date;
  }
  for (const name of Reflect.ownKeys(NativeDate)) {
    const own = Reflect.getOwnPropertyDescriptor(NativeDate, name);
    if (own !== undefined) Reflect.defineProperty(GuardedDate, name, own);
  }
  return GuardedDate as unknown as DateConstructor;
}
