import fc from "fast-check";
import { expect, it } from "vitest";
import { Few } from "./few.ts";

const key = fc.constantFrom("a", "b", "c", "d");
const act = fc.oneof(
  fc.record({ do: fc.constant("set" as const), key, value: fc.nat(9) }),
  fc.record({ do: fc.constant("delete" as const), key }),
  fc.record({ do: fc.constant("take" as const), key }),
  fc.record({ do: fc.constant("clear" as const) }),
);

it("does what a Map does, in the same order", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 30 }), (acts) => {
      const few = new Few<string, number>();
      const map = new Map<string, number>();
      for (const one of acts) {
        if (one.do === "set") {
          few.set(one.key, one.value);
          map.set(one.key, one.value);
        } else if (one.do === "delete") expect(few.delete(one.key)).toBe(map.delete(one.key));
        else if (one.do === "take") {
          expect(few.take(one.key)).toBe(map.get(one.key));
          map.delete(one.key);
        } else {
          few.clear();
          map.clear();
        }
        expect([...few]).toEqual([...map]);
        expect(few.values()).toEqual([...map.values()]);
        const isSmall = (value: number): boolean => value < 5;
        expect(few.find(isSmall)).toBe([...map.values()].find(isSmall));
        expect(few.size).toBe(map.size);
        for (const name of "abcd") expect([few.has(name), few.get(name)]).toEqual([map.has(name), map.get(name)]);
      }
    }),
    { numRuns: 500 },
  );
});

it("undefined is a key and a value like any other", () => {
  const few = new Few<unknown, unknown>();
  expect([few.has(undefined), few.get(undefined), few.delete(undefined)]).toEqual([false, undefined, false]);
  few.set(undefined, 1).set("k", undefined);
  expect([few.has(undefined), few.get(undefined), few.has("k"), few.size]).toEqual([true, 1, true, 2]);
});

it("an iteration does not see what changes meanwhile", () => {
  const few = new Few<string, number>().set("a", 1).set("b", 2);
  const seen: string[] = [];
  for (const [name] of few) {
    few.delete("b");
    few.set(`${name}'`, 3);
    seen.push(name);
  }
  expect(seen).toEqual(["a", "b"]);
});
