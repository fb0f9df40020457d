/**
 * Keys that JSON writes with a backslash. None may stand as a key in what is stored: V8's JSON.parse reads such a key as
 * another one (a line feed as a backslash) once it has parsed an object whose key begins with a backslash at the same
 * place (nodejs/node#63785). Values are not affected, so these objects are written as lists of pairs.
 */

// What JSON.stringify escapes: quote, backslash, control characters, lone surrogates.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are meant
const escapes = /["\\\u0000-\u001f]|\p{Surrogate}/u;

export function isEscaped(key: string): boolean {
  return escapes.test(key);
}

/** @param value plain (plain.ts), so that only lists and objects of enumerable data have to be looked into */
export function hasEscapedKey(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasEscapedKey);
  return Object.entries(value).some(([key, item]) => isEscaped(key) || hasEscapedKey(item));
}
