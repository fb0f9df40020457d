import { expect, test } from "vitest";
import { readsResults } from "./reads-results.ts";
import { conditionOf } from "./test-scope.fixture.ts";

test.each([
  "needs.build.result == 'failure'",
  "contains(needs.*.result, 'failure')",
  "needs.build.outcome == 'failure'",
  "'${{ Needs[params.job]['RESULT'] }}' == 'success'",
  "params.x && !(needs.a.result?)",
  "needs.a.result | upper == 'FAILURE'",
])("%s asks how a need has ended", (text) => {
  expect(readsResults(conditionOf(text))).toBe(true);
});

test.each([
  "needs.build.outputs.result",
  "needs.result",
  "params.a.result",
  "stages.a.result == 1",
  "'needs.a.result' == 1",
])("%s does not", (text) => {
  expect(readsResults(conditionOf(text))).toBe(false);
});
