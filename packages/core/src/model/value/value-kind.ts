/**
 * What kind of object a value is. Asks what the object is inside, not which class it is an instance of, so that
 * objects of another realm (node:vm, as test runners use it) are recognised too.
 */

export type ValueKind = "array" | "object" | "error" | "Date" | "Map" | "Set" | "RegExp" | "URL" | "Uint8Array";

/** The kind, or undefined for what cannot be kept: subclasses, class instances, promises, other typed arrays… */
export function kindOf(value: object): ValueKind | undefined {
  if (Error.isError(value) || value instanceof Error) return "error";
  const ancestors = countPrototypes(value);
  if (Array.isArray(value)) return ancestors === 2 && Array.isArray(Object.getPrototypeOf(value)) ? "array" : undefined;
  const builtIn = builtInKind(value);
  if (builtIn === "Uint8Array") return ancestors === 3 || Buffer.isBuffer(value) ? builtIn : undefined;
  if (builtIn !== undefined) return ancestors === 2 ? builtIn : undefined;
  return isPlainObject(value, ancestors) ? "object" : undefined;
}

type BuiltIn = "Date" | "Map" | "Set" | "RegExp" | "URL" | "Uint8Array";

/** Only what is inside, of whatever realm, answers these; anything else makes them throw (a typed array: another name). */
const proofs: Readonly<Record<BuiltIn, (value: object) => unknown>> = {
  Date: (value) => Date.prototype.getTime.call(value),
  Map: (value) => Map.prototype.has.call(value, undefined),
  Set: (value) => Set.prototype.has.call(value, undefined),
  RegExp: (value) => Reflect.get(RegExp.prototype, "source", value),
  URL: (value) => URL.prototype.toString.call(value),
  Uint8Array: (value) => Reflect.get(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag, value),
};

/** What a value says it is, if it can prove it. */
function builtInKind(value: object): BuiltIn | undefined {
  const claim = Object.prototype.toString.call(value).slice("[object ".length, -1);
  if (!Object.hasOwn(proofs, claim)) return undefined;
  const kind = claim as BuiltIn;
  try {
    const proof = proofs[kind](value);
    return kind === "Uint8Array" && proof !== kind ? undefined : kind;
  } catch {
    return undefined;
  }
}

/** No prototype, or the Object.prototype of some realm. */
function isPlainObject(value: object, ancestors: number): boolean {
  if (ancestors === 0) return true;
  return ancestors === 1 && Object.hasOwn(Object.getPrototypeOf(value), "isPrototypeOf");
}

/** Array, Date and the like have 2 (their own and Object's), a typed array 3; a subclass has one more. */
function countPrototypes(value: object): number {
  let count = 0;
  let prototype: object | null = Object.getPrototypeOf(value);
  while (prototype !== null && count < 10) {
    count++;
    prototype = Object.getPrototypeOf(prototype);
  }
  return count;
}

/** Why a value of no kind is refused, and what to do, as the end of "the value at … cannot be kept: ". */
export function describeUnkept(value: unknown): string {
  if (typeof value === "function") return "it is a function";
  if (typeof value === "symbol") return "it is a symbol";
  const name = className(Object.getPrototypeOf(value));
  if (name === "Promise") return "it is a promise; await it first";
  return name === undefined ? "it is an instance of a class without a name" : `it is an instance of ${name}`;
}

/** The name of the class whose prototype this is. */
export function className(prototype: object | null): string | undefined {
  const owner = prototype === null ? undefined : Object.getOwnPropertyDescriptor(prototype, "constructor")?.value;
  const name = typeof owner === "function" ? Object.getOwnPropertyDescriptor(owner, "name")?.value : undefined;
  return typeof name === "string" && name !== "" ? name : undefined;
}
