import { createContext, runInContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { StepwellError } from "../errors.ts";
import { decode, encode } from "./codec.ts";

/** What the error of encode says: path and problem. */
function refused(value: unknown): string {
  try {
    encode(value, 'result of step "x"');
  } catch (error) {
    if (!(error instanceof StepwellError)) throw error;
    expect(error.code).toBe("unserialisable-value");
    expect(error.facts.where).toBe('result of step "x"');
    return `${error.facts.path}: ${error.facts.problem}`;
  }
  return "kept";
}

class Money {
  readonly amount = 5;
}
class Ids extends Array<number> {}
class Stamp extends Date {}

describe("what cannot be kept is refused with its path and the reason", () => {
  test.each([
    [{ items: [0, 1, 2, { price: () => 5 }] }, "$.items[3].price: it is a function"],
    [{ "a b": { 'q"': Symbol("s") } }, '$["a b"]["q\\""]: it is a symbol'],
    [new Map([["a", new Money()]]), '$(key "a"): it is an instance of Money'],
    [{ m: new Map([[{ id: 1 }, Promise.resolve()]]) }, "$.m(key an object): it is a promise; await it first"],
    [new Map([[new Money(), 1]]), "$(key of entry 0): it is an instance of Money"],
    [{ s: new Set([1, new WeakMap()]) }, "$.s(item 1): it is an instance of WeakMap"],
    [[new Uint16Array(1)], "$[0]: it is an instance of Uint16Array"],
    [new ArrayBuffer(1), "$: it is an instance of ArrayBuffer"],
    [Object("boxed"), "$: it is an instance of String"],
    [Object.create({ inherited: 1 }), "$: it is an instance of a class without a name"],
    [Object.create(Object.create(null)), "$: it is an instance of a class without a name"],
    [Ids.of(1, 2), "$: it is an instance of Ids"],
    [new Stamp(), "$: it is an instance of Stamp"],
    [new (class {})(), "$: it is an instance of a class without a name"],
    [Object.create(URL.prototype), "$: it is an instance of URL"],
    [{ [Symbol("s")]: 1 }, "$[Symbol(s)]: its key is a symbol"],
    [
      Object.assign([1], { [Symbol("s")]: 1 }),
      "$[Symbol(s)]: it is a property of an array, which keeps its elements only",
    ],
    ["abc".match(/b/), "$.index: it is a property of an array, which keeps its elements only"],
    [{ a: Object.assign([1], { 2: 3 }) }, "$.a[1]: it is a hole in a sparse array"],
    [new Array(1e9), "$[0]: it is a hole in a sparse array"],
    [Object.assign(new Map(), { extra: 1 }), "$.extra: it is an extra property of a built-in object"],
    [Object.assign(/x/, { extra: 1 }), "$.extra: it is an extra property of a built-in object"],
    [Object.defineProperty({}, "x", { value: 1 }), "$.x: it is a hidden (not enumerable) property"],
    [Math, "$.abs: it is a hidden (not enumerable) property"],
    [{ toJSON: () => 1 }, "$.toJSON: it is a function"],
    [Object.create({ [Symbol.toStringTag]: "Date" }), "$: it is an instance of a class without a name"],
    [Object.create(Date.prototype), "$: it is an instance of Date"],
    [Object.create(Map.prototype), "$: it is an instance of Map"],
    [Object.create(Set.prototype), "$: it is an instance of Set"],
    [Object.create(RegExp.prototype), "$: it is an instance of RegExp"],
    [Object.create(Uint8Array.prototype), "$: it is an instance of Uint8Array"],
  ])("case %#", (value, expected) => {
    expect(refused(value)).toBe(expected);
  });

  test("accessors, without being called", () => {
    let calls = 0;
    const value = {
      get price() {
        calls++;
        return 5;
      },
    };
    expect(refused([value])).toBe("$[0].price: it is an accessor; give its value instead");
    expect(refused({ set only(_value: number) {} })).toBe("$.only: it is an accessor; give its value instead");
    expect(calls).toBe(0);
  });

  test("cycles", () => {
    const order: Record<string, unknown> = { id: 1 };
    order.lines = [{ order }];
    expect(refused(order)).toBe("$.lines[0].order: it contains itself (a cycle)");
    const map = new Map<string, unknown>();
    map.set("me", map);
    expect(refused({ map })).toBe('$.map(key "me"): it contains itself (a cycle)');
  });

  test("what throws when it is read", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(refused({ proxy })).toContain("$: reading it failed: ");
  });

  test("long paths and keys are shortened", () => {
    let value: unknown = { ["k".repeat(1_000)]: () => 0 };
    for (let i = 0; i < 500; i++) value = { a: value };
    expect(refused(value).length).toBeLessThan(200);
  });
});

test("objects of another realm are kept as if they were of this one", () => {
  const foreign = runInContext(
    '({ list: [1], at: new Date(5), map: new Map([["a", 1]]), bytes: new Uint8Array([1]), error: new TypeError("x") })',
    createContext({}),
  );
  const back = decode(encode(foreign, "test")) as Record<string, unknown>;
  expect(back).toMatchObject({ list: [1], at: new Date(5), map: new Map([["a", 1]]), bytes: new Uint8Array([1]) });
  expect(back.error).toBeInstanceOf(TypeError);
  expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
});
