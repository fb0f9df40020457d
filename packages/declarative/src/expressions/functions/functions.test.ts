import { expect, test } from "vitest";
import { evaluate } from "../evaluate.ts";
import { expressionOf, scopeOf } from "../test-scope.fixture.ts";
import { builtInFunctions } from "./index.ts";

const status = { success: true, failure: false, cancelled: false };

test.each([...builtInFunctions])("the example of %s is true", (name, { example, doc, name: written }) => {
  const scope = scopeOf({}, { status, hashFiles: () => "" });
  expect(evaluate(expressionOf(example.expression), scope)).toEqual(example.result);
  expect(example.expression).toContain(`${written}(`);
  expect(name).toBe(written.toLowerCase());
  expect(doc).toMatch(/^[A-Z].*\.$/);
});
