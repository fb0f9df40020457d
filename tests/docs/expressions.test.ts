import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtInFilters, builtInFunctions, evaluate, parseExpression } from "@stepwell/declarative";
import { expect, it } from "vitest";

// The page of expressions lists what there is, and its examples are true. When a table changes, take over the text that
// this test prints.

const page = readFileSync(join(import.meta.dirname, "../../docs/reference/expressions.md"), "utf8");

interface Listed {
  readonly name: string;
  readonly doc: string;
  readonly example: { readonly expression: string; readonly result: unknown };
}

const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;

function tableOf(all: Iterable<Listed>): string {
  const rows = [...all].map(({ name, doc, example }) => {
    const result = code(JSON.stringify(example.result));
    return `| ${code(name)} | ${doc.replaceAll("|", "\\|")} | ${code(example.expression)} | ${result} |`;
  });
  return ["| Name | Gives | Example | Value |", "|---|---|---|---|", ...rows].join("\n");
}

function between(name: string): string | undefined {
  return new RegExp(`<!-- ${name} -->\\n(.*?)\\n?<!-- end -->`, "s").exec(page)?.[1];
}

it.each([
  ["functions", tableOf(builtInFunctions.values())],
  ["filters", tableOf(builtInFilters.values())],
])("docs/reference/expressions.md has the table of %s", (name, table) => {
  expect(between(name), `between <!-- ${name} --> and <!-- end --> there must stand:\n\n${table}\n`).toBe(table);
});

const contexts = new Map<string, unknown>([
  ["params", { region: "eu", n: 3, none: null, tags: ["a", "b"] }],
  ["needs", { build: { result: "failure", outputs: { tag: "v1" } } }],
]);

const examples = [...(between("examples") ?? "").matchAll(/^\| `(.*)` \| `(.*)` \|$/gm)].map(
  ([, expression = "", value = ""]) => {
    return [expression.replaceAll("\\|", "|"), value] as const;
  },
);

it.each(examples)("docs/reference/expressions.md: %s is %s", (expression, value) => {
  const read = parseExpression(expression);
  if ("problem" in read) throw new Error(read.problem.message);
  const found = evaluate(read.expression, { contexts, functions: builtInFunctions, filters: builtInFilters });
  expect(JSON.stringify(found)).toBe(value);
});
