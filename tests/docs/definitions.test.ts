import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadText, renderProblems } from "@stepwell/declarative";
import { expect, test } from "vitest";

// The definitions in the documents can be run: loading finds nothing wrong with them. What is YAML and no whole
// definition (a settings file, a key of the reference) has no jobs; what is shown as written for another system is
// marked `yaml before`.

const root = join(import.meta.dirname, "../..");
const below = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md") && !name.includes("node_modules"))
    .map((name) => `${folder}/${name}`);
/** Made of keys by themselves: format/examples.test.ts loads each in its place. */
const ofKeys = "docs/reference/declarative.md";
const documents = ["README.md", ...below("docs"), ...below("examples")].filter((document) => document !== ofKeys);

const definition = /^(?:jobs:|[\w-]+:\n(?:(?: +.*)?\n)*? {2}jobs:)/m;
const blocks = documents.flatMap((document) =>
  [...readFileSync(join(root, document), "utf8").matchAll(/^```yaml(?: file=\S+)?\n(.*?)^```$/gms)]
    .map(([, text = ""], n) => ({ document, n, text }))
    .filter(({ text }) => definition.test(text)),
);

test("there are definitions in the guide and on the pages for those who come from elsewhere", () => {
  const found = (document: string) => blocks.filter((block) => block.document === document).length;
  expect(found("README.md")).toBeGreaterThan(0);
  expect(found("docs/guide/definitions.md")).toBeGreaterThan(1);
  expect(found("docs/migrate/ddeutil.md")).toBe(8);
  expect(found("docs/migrate/github-actions.md")).toBe(1);
});

test.each(blocks)("definition $n of $document has no problem", async ({ document, text }) => {
  const { problems } = await loadText({ file: document, text, format: "yaml" });
  expect(renderProblems(problems)).toBe("");
});
