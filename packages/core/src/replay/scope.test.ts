import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Scope } from "./scope.ts";

describe("an operation's id", () => {
  test("is its name, from the second of that name on with its number", () => {
    const scope = new Scope("");
    expect([1, 2, 3].map(() => scope.next("step", "charge"))).toEqual(["charge", "charge#2", "charge#3"]);
    expect(scope.next("step", "refund")).toBe("refund");
  });

  test("is numbered apart by kind, and no other kind can be taken for a step", () => {
    const scope = new Scope("");
    expect([scope.next("step", "nap"), scope.next("sleep", "nap"), scope.next("step", "nap")]).toEqual([
      "nap",
      "sleep~nap",
      "nap#2",
    ]);
  });

  test("begins with its scope, whose names are numbered apart", () => {
    const scope = new Scope("");
    const [a, again] = [scope.child("leg"), scope.child("leg")];
    expect([a.next("step", "s"), again.next("step", "s"), scope.next("step", "s")]).toEqual(["leg/s", "leg#2/s", "s"]);
    expect(again.child("inner").next("sleep", "nap")).toBe("sleep~leg#2/inner/nap");
  });

  test("items of a map share the number of their scope", () => {
    const root = new Scope("");
    expect([root.childPath("map"), root.childPath("map")]).toEqual(["map", "map#2"]);
  });

  test("no two operations of a run have the same, whatever they are called", () => {
    const names = fc.constantFrom("a", "b", "map");
    const kinds = fc.constantFrom("step" as const, "sleep" as const, "set" as const);
    const calls = fc.array(fc.record({ into: fc.nat(4), name: names, kind: kinds, opens: fc.boolean() }), {
      maxLength: 60,
    });
    const property = fc.property(calls, (all) => {
      const scopes = [new Scope("")];
      const ids: string[] = [];
      for (const { into, name, kind, opens } of all) {
        const scope = scopes[into % scopes.length] as Scope;
        if (opens) scopes.push(scope.child(name));
        else ids.push(scope.next(kind, name));
      }
      expect(new Set(ids).size).toBe(ids.length);
    });
    fc.assert(property, { numRuns: 300 });
  });
});
