import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { limits } from "./limits.ts";
import { checkName, checkRunId, checkScopeName, operationKey, parseOperationKey } from "./step-name.ts";

const refused = (problem: string) =>
  expect.objectContaining({ code: "invalid-name", facts: expect.objectContaining({ problem }) });

describe("a name", () => {
  test.each(["a", "charge", "Größe 1", "receive:approved", "😀", "@x", " ", "a.b-c_d", "😀".repeat(200)])(
    "may be %j",
    (name) => {
      expect(checkName("step name", name)).toBe(name);
    },
  );

  test.each([
    [undefined, "must be text"],
    [5, "must be text"],
    ["", "is empty"],
    ["x".repeat(201), "is longer than 200 characters"],
    ["😀".repeat(201), "is longer than 200 characters"],
    ["a\ud800b", "holds half of a surrogate pair"],
    ["a\u0000", "holds a control character"],
    ["a\nb", "holds a control character"],
    ["a\u0085b", "holds a control character"],
    ["a/b", 'holds "/", which separates the parts of a key'],
    ["a#2", 'holds "#", which separates the parts of a key'],
    ["p~c", 'holds "~", which separates the parts of a key'],
    ["map[", 'holds "[", which separates the parts of a key'],
    ["]", 'holds "]", which separates the parts of a key'],
  ])("%j is refused: %s", (name, problem) => {
    expect(() => checkName("step name", name)).toThrow(refused(problem));
  });

  test("the error says what was named, and does not repeat megabytes", () => {
    expect(() => checkName("signal name", "a/b")).toThrow('signal name "a/b" holds');
    const attempt = () => checkName("step name", "x".repeat(1_000_000));
    expect(attempt).toThrow("is longer");
    expect(attempt).toThrow(/^.{0,200}$/);
  });
});

describe("a run id", () => {
  test.each(["o-17", "parent~name~2", "a/b#c[1]", "x@last", "é".repeat(255), "😀".repeat(255)])("may be %j", (id) => {
    expect(checkRunId(id)).toBe(id);
  });

  test.each([
    [null, "must be text"],
    ["", "is empty"],
    ["x".repeat(256), "is longer than 255 characters"],
    ["\udfff", "holds half of a surrogate pair"],
    ["a\u007f", "holds a control character"],
    ["@last", "begins with @, which the command line uses for @last"],
  ])("%j is refused: %s", (id, problem) => {
    expect(() => checkRunId(id)).toThrow(refused(problem));
  });
});

describe("an operation key", () => {
  const names = fc
    .string({ unit: "binary", minLength: 1, maxLength: 20 })
    .filter((name) => !/[/#~[\]\p{Cc}]/u.test(name));
  const scopes = fc
    .array(fc.tuple(names, fc.constantFrom("", "#2", "[0]", "#3[17]")), { maxLength: 3 })
    .map((parts) => parts.map(([name, suffix]) => name + suffix).join("/"));

  test("is written as scope/name#n, without what is plain", () => {
    expect(operationKey({ scope: "", name: "charge", n: 1 })).toBe("charge");
    expect(operationKey({ scope: "", name: "charge", n: 2 })).toBe("charge#2");
    expect(operationKey({ scope: "map#2[3]", name: "reserve", n: 1 })).toBe("map#2[3]/reserve");
    expect(operationKey({ scope: "a/b", name: "c", n: 12 })).toBe("a/b/c#12");
  });

  test("is taken apart into what it was written from", () => {
    const property = fc.property(scopes, names, fc.integer({ min: 1, max: 1e9 }), (scope, name, n) => {
      const parts = { scope, name, n };
      expect(parseOperationKey(operationKey(parts))).toEqual(parts);
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test("is unlike that of every other operation", () => {
    const parts = fc.record({ scope: scopes, name: names, n: fc.integer({ min: 1, max: 3 }) });
    const property = fc.property(parts, parts, (a, b) => {
      const equal = a.scope === b.scope && a.name === b.name && a.n === b.n;
      return (operationKey(a) === operationKey(b)) === equal;
    });
    fc.assert(property, { numRuns: 1_000 });
  });

  test.each([
    "",
    "/",
    "/a",
    "a/",
    "a#",
    "a#0",
    "a#1",
    "a#01",
    "a#x",
    "#2",
    "a##2",
    "a#-1",
    "a#1e3",
    "a#9999999999999999999",
  ])("is not %j", (key) => {
    expect(() => parseOperationKey(key)).toThrow(refused("is not written as scope/name#n"));
  });
});

describe("a scope", () => {
  test("has a name like any other", () => {
    expect(checkScopeName("pack")).toBe("pack");
    expect(() => checkScopeName("a/b")).toThrow(/scope/u);
  });

  test.each(["compensate", "on-failure", "on-complete"])("is not one of the engine's own: %s", (name) => {
    expect(() => checkScopeName(name)).toThrow(`"${name}"`);
    expect(() => checkScopeName(name)).toThrow(/is a scope of the engine's own/u);
    expect(checkScopeName(`${name}s`)).toBe(`${name}s`);
  });
});

test("what is refused is said by its kind, and how", () => {
  expect(() => checkRunId("@last")).toThrow(/run id.*begins with @/su);
  expect(() => parseOperationKey("a#0")).toThrow(/operation.*is not written as scope\/name#n/su);
});

test("as long as may be is counted in code points", () => {
  const most = limits.idMaxCodePoints;
  expect(checkRunId("x".repeat(most))).toHaveLength(most);
  expect(checkRunId("😀".repeat(most))).toHaveLength(most * 2);
  for (const id of ["x".repeat(most + 1), "😀".repeat(most + 1), `${"😀".repeat(most)}x`])
    expect(() => checkRunId(id)).toThrow(/is longer than/u);
});
