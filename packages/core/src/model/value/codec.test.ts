import { describe, expect, test } from "vitest";
import { limits } from "../limits.ts";
import { copy, decode, encode } from "./codec.ts";
import { exceeds } from "./size.ts";

const roundTrip = (value: unknown) => decode(encode(value, "test"));

describe("the text of a value", () => {
  test("is plain JSON wherever JSON keeps the value", () => {
    expect(encode({ id: 123, name: "x", ok: true, no: null, list: [1.5, "~"] }, "test")).toBe(
      '{"id":123,"name":"x","ok":true,"no":null,"list":[1.5,"~"]}',
    );
    expect(encode("~text", "test")).toBe('"~text"');
  });

  // Journals hold these texts for ever: a change here needs a migration.
  test.each([
    [undefined, '~{"~undefined":0}'],
    [-0, '~{"~number":"-0"}'],
    [Number.NaN, '~{"~number":"NaN"}'],
    [[Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], '~[{"~number":"Infinity"},{"~number":"-Infinity"}]'],
    [{ n: 12345678901234567890n }, '~{"n":{"~bigint":"12345678901234567890"}}'],
    [new Date(1_700_000_000_000), '~{"~Date":1700000000000}'],
    [new Date(Number.NaN), '~{"~Date":null}'],
    [new Map([["a", new Set([1])]]), '~{"~Map":[["a",{"~Set":[1]}]]}'],
    [/a"b/giu, '~{"~RegExp":["a\\"b","giu"]}'],
    [new URL("https://a.example/x?y=1#z"), '~{"~URL":"https://a.example/x?y=1#z"}'],
    [new Uint8Array([1, 2, 255]), '~{"~Uint8Array":"AQL/"}'],
    [{ d: undefined, x: { "~Date": 1 } }, '~{"d":{"~undefined":0},"x":{"~Object":{"~Date":1}}}'],
  ])("of %o is %s, and is read back equal", (value, text) => {
    expect(encode(value, "test")).toBe(text);
    expect(decode(text)).toStrictEqual(value);
  });
});

describe("bytes", () => {
  test("a Buffer comes back as a plain Uint8Array", () => {
    const back = roundTrip(Buffer.from("hello")) as Uint8Array;
    expect(Object.getPrototypeOf(back)).toBe(Uint8Array.prototype);
    expect([...back]).toEqual([104, 101, 108, 108, 111]);
    expect(back.buffer.byteLength).toBe(5);
  });

  test("a subarray keeps only what it shows", () => {
    expect(roundTrip(new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 3))).toEqual(new Uint8Array([2, 3]));
  });
});

describe("objects", () => {
  test.each([
    ["plain form", { n: 1 }],
    ["tagged form", { n: 1n }],
  ])("__proto__ is data in the %s", (_form, inner) => {
    const value = JSON.parse('{"a":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}');
    const back = roundTrip({ value, inner }) as { value: { a: object } };
    expect(Object.keys(back.value.a)).toEqual(["__proto__", "constructor"]);
    expect(Object.getPrototypeOf(back.value.a)).toBe(Object.prototype);
    expect("polluted" in back.value.a).toBe(false);
    expect("polluted" in {}).toBe(false);
  });

  test("without a prototype they come back as plain ones", () => {
    const bare = Object.assign(Object.create(null), { a: 1 });
    expect(encode(bare, "test")).toBe('{"a":1}');
    expect(roundTrip(bare)).toStrictEqual({ a: 1 });
    expect(roundTrip({ bare, n: 1n })).toStrictEqual({ bare: { a: 1 }, n: 1n });
  });

  test("shared references are copied", () => {
    const shared = { at: new Date(0) };
    const [a, b] = roundTrip([shared, shared]) as [object, object];
    expect(a).toStrictEqual(shared);
    expect(b).toStrictEqual(shared);
    expect(a).not.toBe(b);
  });

  test("a patched toJSON has no say", () => {
    const patch = (value: unknown) => Object.defineProperty(Object.prototype, "toJSON", { value, configurable: true });
    patch(() => "patched");
    try {
      expect(roundTrip({ a: [1, "x"] })).toStrictEqual({ a: [1, "x"] });
    } finally {
      Reflect.deleteProperty(Object.prototype, "toJSON");
    }
  });
});

describe("nesting", () => {
  const nest = (levels: number, wrap: (inner: unknown) => unknown) => {
    let value: unknown = "core";
    for (let i = 0; i < levels; i++) value = wrap(value);
    return value;
  };
  const wraps: [string, (inner: unknown) => unknown][] = [
    ["arrays", (inner) => [inner]],
    ["objects", (inner) => ({ inner })],
    ["Maps", (inner) => new Map([["inner", inner]])],
    ["Map keys", (inner) => new Map([[inner, 1]])],
    ["Sets", (inner) => new Set([inner])],
    ["errors", (inner) => Object.assign(new Error("x"), { inner })],
  ];

  test.each(wraps)("%s are kept down to the limit, also far down the stack", (_kind, wrap) => {
    const value = nest(limits.depthMax, wrap);
    const far = (calls: number): string => (calls === 0 ? encode(value, "test") : far(calls - 1));
    const text = far(1_000);
    const farBack = (calls: number): unknown => (calls === 0 ? decode(text) : farBack(calls - 1));
    expect(encode(farBack(1_000), "test")).toBe(text);
  });

  test.each(wraps.filter(([kind]) => kind !== "errors"))("%s beyond the limit are refused", (_kind, wrap) => {
    expect(() => encode(nest(limits.depthMax + 1, wrap), "test")).toThrow("it is nested deeper than 500 levels");
    expect(() => encode(nest(200_000, wrap), "test")).toThrow("it is nested deeper than 500 levels");
  });
});

describe("copy", () => {
  test("parses nothing for what cannot be told from its copy", () => {
    for (const value of ["x", 1, true, null, undefined, 1n]) expect(copy(value, "not parsed")).toBe(value);
  });

  test("is another object than the original", () => {
    const value = { list: [1] };
    const copied = copy(value, encode(value, "test")) as typeof value;
    value.list.push(2);
    expect(copied).toEqual({ list: [1] });
  });
});

describe("size", () => {
  test("is counted in bytes of UTF-8, and only reported when over the limit", () => {
    expect(exceeds("aaaa", 4)).toBeUndefined();
    expect(exceeds("aaaaa", 4)).toBe(5);
    expect(exceeds("ää", 4)).toBeUndefined();
    expect(exceeds("äää", 4)).toBe(6);
    expect(exceeds("€", 2)).toBe(3);
    expect(exceeds("😀", 3)).toBe(4);
  });
});
