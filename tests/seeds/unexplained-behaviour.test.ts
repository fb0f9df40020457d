import { catalogue, limits, runStates, stateMeanings } from "@stepwell/core";
import { expect, test } from "vitest";

// Backlog 12: operations that nothing explains.
test("an error cannot lack a cure, nor a state its meaning", () => {
  for (const [code, { hint }] of Object.entries(catalogue)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    const text =
      typeof hint === "function" ? (hint as (facts: object) => string)({ from: "failed", call: "fetch()" }) : hint;
    expect(text.length, code).toBeGreaterThan(8);
  }
  for (const state of runStates)
    for (const text of Object.values(stateMeanings[state])) expect(text.length, state).toBeGreaterThan(3);
  expect(Object.keys(limits).length).toBeGreaterThan(20);
});
