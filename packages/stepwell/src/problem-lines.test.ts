import { expect, test } from "vitest";
import { problemLines } from "./problem-lines.ts";

const rendered = [
  "flows/cycle.yml:5:16  jobs wait for one another: a needs b needs a",
  " 5 |   c: { needs: [a, zz], stages: [{ echo: a }] }",
  "   |                ^ take one of these needs out: as it is, none of them would ever begin",
  "flows/none.yml cannot be read: there is no such file",
  "  check the path, and that it is a text in UTF-8",
].join("\n");

test("what fits stands as it is", () => {
  expect(problemLines(rendered, 100).join("\n")).toBe(rendered);
});

test("what is wrong and what to do are folded, the source is left for the terminal to cut", () => {
  expect(problemLines(rendered, 40)).toEqual([
    "flows/cycle.yml:5:16 jobs wait for one",
    "  another: a needs b needs a",
    " 5 |   c: { needs: [a, zz], stages: [{ echo: a }] }",
    "   |                ^",
    "   take one of these needs out: as it",
    "   is, none of them would ever begin",
    "flows/none.yml cannot be read: there is",
    "  no such file",
    "  check the path, and that it is a text",
    "    in UTF-8",
  ]);
});

test("no word is lost however narrow it is", () => {
  const words = (lines: readonly string[]) => lines.join("").replace(/\s/g, "");
  for (const columns of [1, 12, 30, 79]) expect(words(problemLines(rendered, columns))).toBe(words([rendered]));
});
