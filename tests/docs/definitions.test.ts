import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadText, renderProblems } from "@stepwell/declarative";
import { expect, test } from "vitest";

// The definitions in the documents can be run: loading finds nothing wrong with them.

const root = join(import.meta.dirname, "../..");
const blocks = ["README.md", "docs/guide/definitions.md"].flatMap((document) =>
  [...readFileSync(join(root, document), "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""], n) => ({
    document,
    n,
    text,
  })),
);

test("the guide has definitions", () => {
  expect(blocks.length).toBeGreaterThan(1);
});

test.each(blocks)("definition $n of $document has no problem", async ({ document, text }) => {
  const { problems } = await loadText({ file: document, text, format: "yaml" });
  expect(renderProblems(problems)).toBe("");
});
