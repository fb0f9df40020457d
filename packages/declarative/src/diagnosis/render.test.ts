import { expect, test } from "vitest";
import { inOrder, renderProblem, renderProblems } from "./render.ts";

const at = (line: number, column: number, length: number) => ({ file: "nightly.yml", line, column, length });
const unknown = {
  code: "unknown-key",
  message: 'unknown key "retires" in stage "fetch"',
  hint: 'did you mean "retry"?',
};

test("shows place, message, the line, a caret under what is meant, and the cure", () => {
  expect(renderProblem({ ...unknown, place: at(14, 9, 7), excerpt: "        retires: 3" })).toEqual([
    'nightly.yml:14:9  unknown key "retires" in stage "fetch"',
    " 14 |         retires: 3",
    '    |         ^^^^^^^ did you mean "retry"?',
  ]);
});

test("shows the path of data that has no place", () => {
  expect(renderProblem({ ...unknown, path: "jobs.a.stages[0]" })).toEqual([
    'jobs.a.stages[0]  unknown key "retires" in stage "fetch"',
    '  did you mean "retry"?',
  ]);
});

test("the caret stands under its text after tabs and wide characters", () => {
  const [, line, mark] = renderProblem({ code: "c", message: "m", place: at(1, 5, 3), excerpt: "\t日本 abc" });
  expect(line).toBe(" 1 |  日本 abc");
  expect(mark).toBe("   |       ^^^");
});

test("of a line as long as a file the part around the place is shown", () => {
  const excerpt = `${"x".repeat(5_000)}HERE${"y".repeat(5_000)}`;
  const [, line, mark] = renderProblem({ code: "c", message: "m", place: at(1, 5_001, 4), excerpt });
  expect(line).toBe(` 1 | ${"x".repeat(40)}HERE${"y".repeat(56)}…`);
  expect(mark).toBe(`   | ${" ".repeat(40)}^^^^`);
});

test("nothing of the source moves the cursor or turns the line around", () => {
  const hostile = "a\u001b[2J\u0007\u202eb\u009b";
  for (const line of renderProblem({
    code: "c",
    message: hostile,
    hint: hostile,
    place: at(1, 1, 1),
    excerpt: hostile,
  }))
    expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
});

test("problems stand in the order of the source, and the many are counted", () => {
  const problems = [at(9, 1, 1), at(2, 5, 1), at(2, 3, 1)].map((place) => ({ code: "c", message: "m", place }));
  expect(inOrder(problems).map(({ place }) => `${place?.line}:${place?.column}`)).toEqual(["2:3", "2:5", "9:1"]);
  expect(renderProblems(problems, 2)).toBe("nightly.yml:2:3  m\nnightly.yml:2:5  m\nand 1 more");
});
