/** Replaces properties of objects that are not ours, and puts them back exactly as they were. */

export interface Patch {
  restore(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: stands for whatever function is found there
export type AnyFunction = (this: any, ...args: any[]) => any;

/**
 * Puts `make(original)` in the place of a function. Nothing happens where there is none, or where the platform
 * does not let it be replaced (frozen intrinsics): that call is then not guarded.
 */
export function patchFunction(target: object, key: PropertyKey, make: (original: AnyFunction) => AnyFunction): Patch {
  const original: unknown = Reflect.get(target, key);
  if (typeof original !== "function") return untouched;
  const replacement = make(original as AnyFunction);
  // Name, length and what hangs on it (util.promisify's symbol) stay what they were.
  for (const name of Reflect.ownKeys(original)) {
    const own = Reflect.getOwnPropertyDescriptor(original, name);
    if (own !== undefined && name !== "prototype") Reflect.defineProperty(replacement, name, own);
  }
  return patchValue(target, key, replacement);
}

/** Puts a value in the place of a property; an inherited one is shadowed. */
export function patchValue(target: object, key: PropertyKey, replacement: unknown): Patch {
  const before = Reflect.getOwnPropertyDescriptor(target, key);
  const { enumerable = false, configurable = true } = before ?? {};
  const done = Reflect.defineProperty(target, key, { value: replacement, writable: true, enumerable, configurable });
  if (!done) return untouched;
  return {
    restore: () => {
      // Someone else has put theirs on top (a tracer, fake timers) and may call ours: it is inert from now on.
      if (Reflect.getOwnPropertyDescriptor(target, key)?.value !== replacement) return;
      if (before === undefined) Reflect.deleteProperty(target, key);
      else Reflect.defineProperty(target, key, before);
    },
  };
}

const untouched: Patch = { restore: () => {} };
