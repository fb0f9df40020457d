import { expect, test } from "vitest";
import { builtInFilters } from "../filters/index.ts";
import { explain } from "./explain.ts";
import { Secret } from "./secret.ts";
import { conditionOf, scopeOf } from "./test-scope.fixture.ts";

const scope = scopeOf(
  {
    needs: { a: { result: "failure", outputs: {} } },
    params: { n: 2, tags: ["x", "y"], long: "z".repeat(200) },
    secrets: { key: new Secret("s3cret") },
  },
  { filters: builtInFilters, status: { success: false, failure: true, cancelled: false } },
);

test.each([
  ["needs.a.result == 'success' && params.n > 3", 'needs.a.result is "failure", params.n is 2'],
  ["success()", "success() is false"],
  ["contains(params.tags, 'z')", `contains(params.tags, 'z') is false, params.tags is ["x","y"]`],
  ["'${{ params.n }}' == 'y'", "params.n is 2"],
  ["${{ params.n == 1 }}", "params.n is 2"],
  ["!params.n && params.n", "params.n is 2"],
  ["secrets.key == 'x'", "secrets.key is ***"],
  ["needs.a.outputs.x == 1", "needs.a.outputs.x is unknown"],
  ["params.n | coalesce(1) == 3", "params.n | coalesce(1) is 2, params.n is 2"],
  ["params.long == ''", `params.long is "${"z".repeat(58)}…`],
])("%s is explained by what its operands are", (text, values) => {
  expect(explain(conditionOf(text), scope)).toBe(`${text}: ${values}`);
});

test("what reads nothing explains itself", () => {
  expect(explain(conditionOf("1 == 2"), scope)).toBe("1 == 2");
});
