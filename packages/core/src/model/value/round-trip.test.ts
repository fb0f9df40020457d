import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonical } from "./canonical.ts";
import { copy, decode, encode } from "./codec.ts";
import { encryption } from "./encryption.ts";
import { hasEscapedKey } from "./escaped-key.ts";
import { isPlain } from "./plain.ts";

/** Any UTF-16, lone surrogates and U+0000 included. */
const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 }).map((units) => String.fromCharCode(...units)),
  fc.constantFrom("", "\u0000", "\ud800", "\udc00x", "~", "~undefined", "\u2028", "__proto__"),
);

const naughtyKeys = ["__proto__", "constructor", "toString", "hasOwnProperty", "toJSON", "valueOf", "length", "0", ""];
const tagKeys = ["~", "~Date", "~Object", "~Map", "~Error", "~undefined", "~nonsense"];
const key = fc.oneof(text, fc.constantFrom(...naughtyKeys, ...tagKeys));

/** Defined, not assigned: `__proto__` has to become an own property. */
function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const object = {};
  for (const [name, value] of entries)
    Object.defineProperty(object, name, { value, enumerable: true, writable: true, configurable: true });
  return object;
}

const jsonLeaf = fc.oneof(
  text,
  fc.boolean(),
  fc.constant(null),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number)),
);
const otherLeaf = fc.oneof(
  fc.constantFrom(undefined, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0),
  fc.bigInt(),
  fc.date({ noInvalidDate: false }),
  fc.constantFrom(/a/, /\/[\n"]\u2028/giu, /(?<year>\d{4})/dy, /(?:)/),
  fc.webUrl({ withQueryParameters: true, withFragments: true }).map((url) => new URL(url)),
  fc.uint8Array({ maxLength: 40 }),
);

const { plain, any } = fc.letrec<{ plain: unknown; any: unknown }>((tie) => ({
  plain: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    jsonLeaf,
    fc.array(tie("plain"), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie("plain")), { maxLength: 5 }).map(objectOf),
  ),
  any: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.oneof(jsonLeaf, otherLeaf),
    fc.array(tie("any"), { maxLength: 5 }),
    fc.array(fc.tuple(key, tie("any")), { maxLength: 5 }).map(objectOf),
    fc.array(fc.tuple(tie("any"), tie("any")), { maxLength: 4 }).map((entries) => new Map(entries)),
    fc.array(tie("any"), { maxLength: 4 }).map((items) => new Set(items)),
    fc.tuple(text, tie("any"), tie("any")).map(([message, cause, code]) => {
      return Object.assign(new RangeError(message, { cause }), { code });
    }),
  ),
}));

/** Stricter than the assertion libraries: order of entries, −0, prototypes and own properties all count. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return Object.is(a, b);
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  return sameInside(a, b) && sameProperties(a, b);
}

function sameInside(a: object, b: object): boolean {
  if (a instanceof Map && b instanceof Map) return same([...a], [...b]);
  if (a instanceof Set && b instanceof Set) return same([...a], [...b]);
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof Error && b instanceof Error) return a.stack === b.stack;
  if (a instanceof RegExp || a instanceof URL) return String(a) === String(b);
  return true;
}

function sameProperties(a: object, b: object): boolean {
  const keys = Object.getOwnPropertyNames(a).filter((name) => name !== "stack");
  const others = Object.getOwnPropertyNames(b).filter((name) => name !== "stack");
  if (keys.length !== others.length) return false;
  return keys.every((name) => {
    const [one, two] = [Object.getOwnPropertyDescriptor(a, name), Object.getOwnPropertyDescriptor(b, name)];
    return two !== undefined && one?.enumerable === two.enumerable && same(one?.value, two.value);
  });
}

/** The same value with its objects' keys in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (value instanceof Map) return new Map([...value].map(([name, item]) => [reversed(name), reversed(item)]));
  if (value instanceof Set) return new Set([...value].map(reversed));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return objectOf(
    Object.entries(value)
      .map(([name, item]) => [name, reversed(item)] as const)
      .reverse(),
  );
}

describe("invariant 22: what was stored is read back equal", () => {
  test("every value that can be kept", () => {
    const property = fc.property(any, (value) => same(decode(encode(value, "test")), value));
    fc.assert(property, { numRuns: 3_000 });
  });

  test("every value, encrypted", () => {
    const codec = encryption({ keys: { k: new Uint8Array(32).fill(5) }, current: "k" });
    const property = fc.property(any, fc.uint8Array({ minLength: 12, maxLength: 12 }), (value, nonce) =>
      same(decode(codec.open(codec.seal(encode(value, "test"), nonce))), value),
    );
    fc.assert(property, { numRuns: 1_000 });
  });

  test("every JSON value, without a tag", () => {
    const property = fc.property(plain, (value) => {
      const encoded = encode(value, "test");
      const tagged = hasEscapedKey(value);
      return isPlain(value) && (tagged || encoded === JSON.stringify(value)) && same(decode(encoded), value);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test("a copy is equal and shares nothing", () => {
    const property = fc.property(any, (value) => {
      const copied = copy(value, encode(value, "test"));
      return same(copied, value) && (typeof value !== "object" || value === null || copied !== value);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test("the text is well-formed, without U+0000, and stable", () => {
    const property = fc.property(any, (value) => {
      const encoded = encode(value, "test");
      return encoded.isWellFormed() && !encoded.includes("\0") && encode(decode(encoded), "test") === encoded;
    });
    fc.assert(property, { numRuns: 2_000 });
  });

  test("the comparison of this file sees small differences", () => {
    expect(same(-0, 0)).toBe(false);
    expect(
      same(
        new Map([
          ["a", 1],
          ["b", 2],
        ]),
        new Map([
          ["b", 2],
          ["a", 1],
        ]),
      ),
    ).toBe(false);
    expect(same(objectOf([["__proto__", 1]]), {})).toBe(false);
    expect(same([undefined], [null])).toBe(false);
    expect(same(new Error("a"), new Error("b"))).toBe(false);
    expect(same(new Uint8Array([1, 2]), new Uint8Array([1, 3]))).toBe(false);
  });
});

describe("canonical", () => {
  test("is equal when only the order of keys differs", () => {
    const property = fc.property(
      any,
      (value) => canonical(encode(value, "test")) === canonical(encode(reversed(value), "test")),
    );
    fc.assert(property, { numRuns: 2_000 });
  });

  test("differs for different values", () => {
    const property = fc.property(any, any, (a, b) => {
      const equal = canonical(encode(a, "test")) === canonical(encode(b, "test"));
      return equal === (encode(sorted(a), "test") === encode(sorted(b), "test"));
    });
    fc.assert(property, { numRuns: 2_000 });
  });
});

/** Keys in order: two values are the same apart from that exactly when these encode alike. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value instanceof Map) return new Map([...value].map(([name, item]) => [sorted(name), sorted(item)]));
  if (value instanceof Set) return new Set([...value].map(sorted));
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, sorted(item)] as const);
  return objectOf(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
