import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runStates, stateMeanings, transitions } from "../../packages/core/src/model/run-state.ts";

// The page of states is what the table says. When the table changes, take over the text that this test prints.

const page = readFileSync(join(import.meta.dirname, "../../docs/states.md"), "utf8");

const meaningRows = runStates.map((state) => {
  const { means, movedBy, ifNobody } = stateMeanings[state];
  return `| \`${state}\` | ${means} | ${movedBy} | ${ifNobody} |`;
});

const transitionRows = runStates.flatMap((state) =>
  Object.entries(transitions[state]).map(([event, to]) => `| \`${state}\` | ${event.replace("_", " ")} | \`${to}\` |`),
);

const tables = {
  meanings: ["| State | Means | Who moves it on | If nobody does |", "|---|---|---|---|", ...meaningRows],
  transitions: ["| From | Event | To |", "|---|---|---|", ...transitionRows],
};

it.each(Object.entries(tables))("docs/states.md has the table of %s", (name, rows) => {
  const table = rows.join("\n");
  const found = new RegExp(`<!-- ${name} -->\\n(.*?)\\n<!-- end -->`, "s").exec(page)?.[1];
  expect(found, `between <!-- ${name} --> and <!-- end --> there must stand:\n\n${table}\n`).toBe(table);
});
