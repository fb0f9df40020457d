/** performance.now and Temporal.Now. */
import { answer, type CallKind, type Guard } from "./guard.ts";
import { type AnyFunction, type Patch, patchFunction } from "./patch.ts";

const kind: CallKind = "clock";

export function guardPerformance(guard: Guard): Patch[] {
  const prototype = Reflect.getPrototypeOf(globalThis.performance);
  if (prototype === null) return [];
  const make = (native: AnyFunction): AnyFunction =>
    function now(this: Performance): number {
      const run = guard.run();
      if (run === undefined) return native.call(this);
      const values = answer(run, { kind, name: "performance.now()", entry: now });
      if (values === undefined) return native.call(this);
      return values.monotonic?.() ?? values.now();
    };
  return [patchFunction(prototype, "now", make)];
}

/** What each function of Temporal.Now makes of an instant; `zone` is its argument. */
const readings = {
  instant: (at: Temporal.Instant) => at,
  zonedDateTimeISO: inZone,
  plainDateTimeISO: (at: Temporal.Instant, zone: Zone) => inZone(at, zone).toPlainDateTime(),
  plainDateISO: (at: Temporal.Instant, zone: Zone) => inZone(at, zone).toPlainDate(),
  plainTimeISO: (at: Temporal.Instant, zone: Zone) => inZone(at, zone).toPlainTime(),
};

type Zone = Temporal.TimeZoneLike | undefined;

function inZone(at: Temporal.Instant, zone: Zone): Temporal.ZonedDateTime {
  return at.toZonedDateTimeISO(zone ?? Temporal.Now.timeZoneId());
}

export function guardTemporal(guard: Guard): Patch[] {
  // Node 24 has no Temporal without a flag.
  const present: typeof Temporal | undefined = globalThis.Temporal;
  if (present === undefined) return [];
  return Object.entries(readings).map(([name, read]) => {
    const make = (native: AnyFunction): AnyFunction =>
      function reading(zone?: Zone): unknown {
        const run = guard.run();
        if (run === undefined) return native(zone);
        const values = answer(run, { kind, name: `Temporal.Now.${name}()`, entry: reading });
        if (values === undefined) return native(zone);
        return read(present.Instant.fromEpochMilliseconds(Math.trunc(values.now())), zone);
      };
    return patchFunction(present.Now, name, make);
  });
}
