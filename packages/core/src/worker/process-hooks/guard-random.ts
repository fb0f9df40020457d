/** Math.random, Web Crypto and node:crypto. Forms with a callback would wake the workflow from outside: blocked. */
import crypto from "node:crypto";
import { answer, type CallKind, type Guard } from "./guard.ts";
import { type AnyFunction, type Patch, patchFunction } from "./patch.ts";
import type { GuardedValues } from "./probe.ts";

/**
 * What a guarded function gives in a run. `native` has already checked the arguments and made its own result
 * where the shape of that is needed.
 */
type Replacement = (values: GuardedValues, args: readonly unknown[], native: () => unknown) => unknown;

export function guardRandom(guard: Guard): Patch[] {
  const web = Reflect.getPrototypeOf(globalThis.crypto);
  return [
    patchFunction(Math, "random", (native) => guardedMathRandom(guard, native)),
    ...(web === null ? [] : patchAll(guard, web, webCrypto)),
    ...patchAll(guard, crypto, nodeCrypto),
  ];
}

function guardedMathRandom(guard: Guard, native: AnyFunction): AnyFunction {
  return function random(): number {
    const run = guard.run();
    if (run === undefined) return native();
    return answer(run, { kind: "random", name: "Math.random()", entry: random })?.random() ?? native();
  };
}

// node:crypto's getRandomValues is a getter of the one below.
const webCrypto: Record<string, Replacement> = {
  getRandomValues: (values, _args, native) => overwrite(native() as ArrayBufferView, values),
  randomUUID: (values) => values.uuid(),
};

const nodeCrypto: Record<string, Replacement> = {
  randomUUID: (values) => values.uuid(),
  randomUUIDv7: (values) => timedUuid(values),
  randomBytes: (values, _args, native) => overwrite(native() as Buffer, values),
  randomInt: (values, args, native) => {
    native();
    const [first, second] = args as [number, number | undefined];
    const [min, max] = second === undefined ? [0, first] : [first, second];
    return min + Math.floor(values.random() * (max - min));
  },
  randomFillSync: (values, args, native) => {
    const filled = native() as ArrayBufferView | ArrayBuffer;
    const unit = (filled as { BYTES_PER_ELEMENT?: number }).BYTES_PER_ELEMENT ?? 1;
    const offset = ((args[1] as number | undefined) ?? 0) * unit;
    const size = args[2] === undefined ? filled.byteLength - offset : (args[2] as number) * unit;
    bytesOf(filled).set(values.bytes(size), offset);
    return filled;
  },
  randomFill: () => undefined,
};

function patchAll(guard: Guard, target: object, replacements: Record<string, Replacement>): Patch[] {
  return Object.entries(replacements).map(([name, replace]) => {
    const make = (native: AnyFunction): AnyFunction =>
      function guarded(this: unknown, ...args: unknown[]): unknown {
        const run = guard.run();
        if (run === undefined) return native.apply(this, args);
        const late = typeof args.at(-1) === "function";
        const kind: CallKind = late ? "outside" : "random";
        const call = `crypto.${name}(${late ? "…, callback" : ""})`;
        const values = answer(run, { kind, name: call, entry: guarded });
        if (values === undefined) return native.apply(this, args);
        return replace(values, args, () => native.apply(this, args));
      };
    return patchFunction(target, name, make);
  });
}

function overwrite<T extends ArrayBufferView>(view: T, values: GuardedValues): T {
  bytesOf(view).set(values.bytes(view.byteLength));
  return view;
}

function bytesOf(data: ArrayBufferView | ArrayBuffer): Uint8Array {
  if (!ArrayBuffer.isView(data)) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

/** A v7 UUID: 48 bits of time, then the random ones of a v4. */
function timedUuid(values: GuardedValues): string {
  const time = Math.trunc(values.now()).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8, 12)}-7${values.uuid().slice(15)}`;
}
