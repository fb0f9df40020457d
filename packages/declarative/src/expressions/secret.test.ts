import { inspect } from "node:util";
import { expect, test } from "vitest";
import { evaluateCondition } from "./evaluate.ts";
import { Secret } from "./secret.ts";
import { expressionOf, scopeOf, valueIn } from "./test-scope.fixture.ts";

const contexts = {
  secrets: { key: new Secret("s3cret"), json: new Secret('{"a": {"b": [1, 2]}}') },
  deep: { list: ["x", new Secret("y")], map: new Map([["k", { inner: new Secret(1) }]]) },
  params: { which: "key" },
};

test.each([
  "secrets.key",
  "secrets['KEY']",
  "secrets[params.which]",
  "format('{0}', secrets.key)",
  "toJson(secrets)",
  "toJson(deep)",
  "join(deep.list)",
  "join(secrets.*, ' ')",
  "fromJson(secrets.json).a.b[1]",
  "fromJson(secrets.json).a.*",
  "case(true, secrets.key, 'x')",
  "startsWith(secrets.key, 's')",
  "params[secrets.key]? || secrets.key",
  "params.nope? || secrets.key",
  "params.which && secrets.key",
])("%s is a secret", (text) => {
  expect(valueIn(text, contexts)).toBeInstanceOf(Secret);
});

test("what is computed from a secret is right", () => {
  expect(Secret.reveal(valueIn("join(deep.list, '')", contexts))).toBe("xy");
  expect(Secret.reveal(valueIn("fromJson(secrets.json).a.b[1]", contexts))).toBe(2);
  expect(Secret.reveal(valueIn("toJson(deep.map)", contexts))).toBe('{\n  "k": {\n    "inner": 1\n  }\n}');
});

test("a comparison with a secret is a plain truth, so that it can decide", () => {
  expect(valueIn("secrets.key == 's3cret'", contexts)).toBe(true);
  expect(valueIn("!secrets.key", contexts)).toBe(false);
  expect(evaluateCondition(expressionOf("startsWith(secrets.key, 'x')"), scopeOf(contexts))).toBe(false);
});

test("no error shows a secret", () => {
  const texts = [
    "fromJson(secrets.key)",
    "secrets.key.x",
    "deep.list[1].x",
    "params[secrets.key]",
    "case(secrets.key, 1, 2)",
  ];
  for (const text of texts) {
    expect(() => valueIn(text, contexts), text).toThrow(expect.objectContaining({ code: "expression-failed" }));
    try {
      valueIn(text, contexts);
    } catch (error) {
      expect(inspect(error, { depth: 9 })).not.toContain("s3cret");
    }
  }
});

test("a secret does not show itself, and one in another is one", () => {
  const secret = new Secret(new Secret("s3cret"));
  expect(inspect({ secret, more: [secret] }, { depth: 5, showHidden: true })).not.toContain("s3cret");
  expect(`${secret}${JSON.stringify([secret])}`).toBe('***["***"]');
  expect(Secret.reveal(secret)).toBe("s3cret");
  expect(Secret.reveal(7)).toBe(7);
});
