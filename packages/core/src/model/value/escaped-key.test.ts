import { describe, expect, it } from "vitest";
import { canonical } from "./canonical.ts";
import { decode, encode } from "./codec.ts";
import { hasEscapedKey } from "./escaped-key.ts";

// V8 reads an escaped key as a key that it has seen at the same place: nodejs/node#63785.

const keys = ["\\", "\\\\", '"', "\n", "\u0000", "\u001f", "\ud800", "x\udc00", "\\a", '~"', "~\n"];

describe("keys that JSON escapes", () => {
  it("are read as they were written, after objects with any other such key at the same place", () => {
    for (const [at, first] of keys.entries()) {
      for (const second of keys) {
        for (const before of [{}, { [`p${at}`]: 1 }]) {
          for (let times = 0; times < 3; times++) decode(encode([{ ...before, [first]: 1 }], "test"));
          for (const value of [[{ ...before, [second]: 1 }], [{ ...before, [second]: 1n }]])
            expect(decode(encode(value, "test"))).toEqual(value);
        }
      }
    }
  });

  it("are no keys in what is stored, also inside errors; all others are", () => {
    const error = Object.assign(new RangeError("x"), { 'a"b': 1, own: { "\n": 2 } });
    const text = encode([error, { "\n": { plain: 1 } }, new Map([[{ "\\": 1 }, 2]])], "test");
    expect(JSON.stringify(keysIn(JSON.parse(text.slice(1))))).not.toContain("\\");
    expect(decode(text)).toMatchObject([{ 'a"b': 1, own: { "\n": 2 } }, { "\n": { plain: 1 } }, expect.any(Map)]);
    expect(encode({ é: "\n", "\u2028": 1, "🙂": 2 }, "test")).toBe(JSON.stringify({ é: "\n", "\u2028": 1, "🙂": 2 }));
    expect(hasEscapedKey([{ a: ["\n", { b: "\\" }] }])).toBe(false);
  });

  it("keep __proto__ beside them as data", () => {
    const value = JSON.parse('{"__proto__":{"a":1},"\\n":2}') as object;
    const back = decode(encode(value, "test")) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.getOwnPropertyNames(back)).toEqual(["__proto__", "\n"]);
  });

  it("may come in any order for the canonical form", () => {
    const a = canonical(encode({ "\n": { b: 1, c: 2 }, a: 1 }, "test"));
    expect(canonical(encode({ a: 1, "\n": { c: 2, b: 1 } }, "test"))).toBe(a);
    expect(canonical(encode({ a: 1, "\n": { c: 2, b: 2 } }, "test"))).not.toBe(a);
    expect(canonical(encode({ "~entries": [["\n", 1]] }, "test"))).not.toBe(canonical(encode({ "\n": 1 }, "test")));
  });

  it.each(['~{"~entries":[[1,2]]}', '~{"~entries":[["a"]]}', '~{"~entries":1}', '~{"~entries":{}}'])(
    "are damaged as %s",
    (text) => {
      expect(() => decode(text)).toThrow("cannot be decoded");
    },
  );
});

function keysIn(form: unknown): string[] {
  if (typeof form !== "object" || form === null) return [];
  const own = Array.isArray(form) ? [] : Object.keys(form);
  return [...own, ...Object.values(form).flatMap(keysIn)];
}
