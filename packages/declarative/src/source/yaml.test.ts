import { expect, test } from "vitest";
import type { Problem } from "../diagnosis/problem.ts";
import { renderProblems } from "../diagnosis/render.ts";
import { readSource } from "./read.ts";

/** What is said of a text, as people get it. */
function said(text: string): string {
  const problems: Problem[] = [];
  readSource({ file: "w.yml", text, format: "yaml" }, (one) => problems.push(one));
  return renderProblems(problems);
}

const lines = (...parts: string[]): string => parts.join("\n");

test.each([
  [
    "if: !cancelled()\n",
    lines(
      "w.yml:1:5  YAML takes !cancelled() for a tag, not for text",
      " 1 | if: !cancelled()",
      '   |     ^^^^^^^^^^^^ put the text in quotes: "!cancelled()"',
    ),
  ],
  [
    "if: ! failure()  # not\n",
    lines(
      "w.yml:1:5  YAML takes ! for a tag, not for text",
      " 1 | if: ! failure()  # not",
      '   |     ^ put the text in quotes: "! failure()"',
    ),
  ],
  [
    "on:\n  - cron: */5 * * * *\n",
    lines(
      "w.yml:2:11  YAML takes */5 for an alias, and text follows it",
      " 2 |   - cron: */5 * * * *",
      '   |           ^^^ put the text in quotes: "*/5 * * * *"',
    ),
  ],
  [
    "a: *x\n",
    lines(
      "w.yml:1:4  YAML takes *x for an alias, and nothing before it is named so (with &)",
      " 1 | a: *x",
      '   |    ^^ if it is text, put it in quotes: "*x"',
    ),
  ],
  [
    "a: &x [1, *x]\n",
    lines(
      "w.yml:1:11  YAML takes *x for an alias, and it stands within what it means",
      " 1 | a: &x [1, *x]",
      "   |           ^^ take it out",
    ),
  ],
  [
    "a: &x { b: 1 }\nc:\n  <<: *x\n",
    lines(
      "w.yml:3:3  YAML 1.2 has no merge key <<",
      " 3 |   <<: *x",
      "   |   ^^ repeat the keys, put what jobs share into `defaults`, or make a template of it (`uses: jobs/common#name`)",
    ),
  ],
  [
    "a: 1\nb: 2\na: 3\n",
    lines('w.yml:3:1  "a" stands here twice, first in line 1', " 3 | a: 3", "   | ^ take one of them out"),
  ],
  [
    "a:\n\tb: 1\n",
    lines(
      "w.yml:2:1  this is not YAML: tabs are not allowed as indentation",
      " 2 |  b: 1",
      "   | ^ indent with spaces: YAML allows no tabs",
    ),
  ],
  [
    "name: Process ${{ x == 'a: b' }}\n",
    lines(
      "w.yml:1:7  this is not YAML: nested mappings are not allowed in compact mappings",
      " 1 | name: Process ${{ x == 'a: b' }}",
      '   |       ^ put the text in quotes: "a: b" (a colon and a space begin a value)',
    ),
  ],
  [
    "needs: [${{ x }}]\n",
    lines(
      "w.yml:1:10  this is not YAML: missing , or : between flow sequence items",
      " 1 | needs: [${{ x }}]",
      '   |          ^ put the text in quotes: ["${{ params.x }}"] (between [ ] and { } a template needs them)',
    ),
  ],
  [
    "a: 1\n---\nb: 2\n",
    lines(
      "w.yml:2:1  a second document begins here",
      " 2 | ---",
      "   | ^ one file is one document: put each definition under its name, or into a file of its own",
    ),
  ],
  [
    "%YAML 1.1\n---\na: yes\n",
    lines(
      "w.yml:1:1  the file asks for YAML 1.1",
      " 1 | %YAML 1.1",
      "   | ^ definitions are YAML 1.2: take the %YAML line out",
    ),
  ],
  [
    "? [a, b]\n: c\n",
    lines("w.yml:1:3  a list is used as a key", " 1 | ? [a, b]", "   |   ^^^^^^ a key is a text: put it in quotes"),
  ],
  [
    "a: 12345678901234567890\n",
    lines(
      "w.yml:1:4  12345678901234567890 is no number that can be kept exactly",
      " 1 | a: 12345678901234567890",
      "   |    ^^^^^^^^^^^^^^^^^^^^ put it in quotes, to keep it as text",
    ),
  ],
  [
    "a: .inf\n",
    lines(
      "w.yml:1:4  .inf is no number that can be kept exactly",
      " 1 | a: .inf",
      "   |    ^^^^ write a number, leave the key out where there is to be none, or put it in quotes, to keep it as text",
    ),
  ],
  [
    "# nothing\n",
    lines(
      "w.yml:1:1  there is no definition in it",
      " 1 | # nothing",
      "   | ^ write one: name, and jobs with their stages; stepwell init makes a file to begin with",
    ),
  ],
])("%j is reported", (text, report) => {
  expect(said(text)).toBe(report);
});

test("mistakes in several lines are all reported, each once", () => {
  expect(said("a: @x\nb: `y`\nc: %z %z\n").match(/^w\.yml:\d+/gm)).toEqual(["w.yml:1", "w.yml:2", "w.yml:3"]);
});

test("numbers, booleans and dates keep how they were written", () => {
  const tree = readSource(
    { file: "w.yml", text: "a: 1.10\nb: yes\nc: 2024-01-01\nd: 0o17\ne: on\n", format: "yaml" },
    fail,
  );
  expect(values(tree)).toEqual({ a: 1.1, b: "yes", c: "2024-01-01", d: 15, e: "on" });
});

test("an alias is what its anchor names", () => {
  const tree = readSource({ file: "w.yml", text: "a: &x { k: 1 }\nb: [*x, *x]\n", format: "yaml" }, fail);
  expect(values(tree)).toEqual({ a: { k: 1 }, b: [{ k: 1 }, { k: 1 }] });
});

function fail(found: Problem): never {
  throw new Error(found.message);
}

function values(node: ReturnType<typeof readSource>): unknown {
  if (node?.kind === "map")
    return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, values(value)]));
  return node?.kind === "list" ? node.items.map(values) : node?.value;
}
