import { expect, test } from "vitest";
import { type TriggerRule, triggerRules } from "../definition/job.ts";
import { hindrance, type Result } from "./trigger-rule.ts";

const met = (rule: TriggerRule, ...results: Result[]): boolean =>
  hindrance(rule, new Map(results.map((result, n) => [`job-${n}`, result]))) === undefined;

const cases: [Result[], TriggerRule[]][] = [
  [
    ["success", "success"],
    ["all_success", "one_success", "none_failed", "none_skipped", "all_done", "always"],
  ],
  [
    ["success", "failure"],
    ["one_success", "one_failed", "none_skipped", "all_done", "always"],
  ],
  [
    ["failure", "failure"],
    ["all_failed", "one_failed", "none_skipped", "all_done", "always"],
  ],
  [
    ["success", "skipped"],
    ["one_success", "none_failed", "all_done", "always"],
  ],
  [
    ["skipped", "skipped"],
    ["none_failed", "all_done", "always"],
  ],
  [
    ["success", "cancelled"],
    ["one_success", "none_skipped", "all_done", "always"],
  ],
  [[], ["all_success", "all_failed", "one_success", "none_failed", "none_skipped", "all_done", "always"]],
];

test.each(cases)("needs that are %j meet %j and no other rule", (results, rules) => {
  expect(triggerRules.filter((rule) => met(rule, ...results)).sort()).toEqual([...rules].sort());
});

test("what hinders is named", () => {
  const needs = new Map<string, Result>([
    ["build", "success"],
    ["test", "failure"],
  ]);
  expect(hindrance("all_success", needs)).toBe("all_success: test is failure");
  expect(hindrance("all_failed", needs)).toBe("all_failed: build is success");
});
