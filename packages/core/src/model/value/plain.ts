/**
 * Whether JSON keeps a value exactly. Most values pass, so this is the hot path: one walk that never calls a
 * getter, then JSON.stringify. Whatever fails here goes to the tagged writer, which names what cannot be kept.
 */
import { limits } from "../limits.ts";

/** @param depth how many objects the value is in */
export function isPlain(value: unknown, depth = 0): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !(value === 0 && 1 / value < 0);
    case "object":
      if (value === null) return true;
      if (depth >= limits.depthMax) return false; // cycles end here
      return Array.isArray(value) ? isPlainArray(value, depth + 1) : isPlainObject(value, depth + 1);
    default:
      return false;
  }
}

function isPlainObject(value: object, depth: number): boolean {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  for (const key of Object.getOwnPropertyNames(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    // An accessor has no value: undefined, which is not plain.
    if (property?.enumerable !== true || !isPlain(property.value, depth)) return false;
  }
  return Object.getOwnPropertySymbols(value).length === 0;
}

/** Elements are read without their descriptors, which would cost four times as much as all the rest. */
function isPlainArray(value: readonly unknown[], depth: number): boolean {
  if (Object.getPrototypeOf(value) !== Array.prototype) return false;
  for (let i = 0; i < value.length; i++) if (!isPlain(value[i], depth)) return false; // a hole is undefined
  return Object.keys(value).length === value.length && Object.getOwnPropertySymbols(value).length === 0;
}
