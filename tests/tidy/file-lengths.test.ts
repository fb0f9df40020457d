import { expect, test } from "vitest";
import { fileLengths } from "./file-lengths.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

/** What the rule says of a.ts with so many lines, when the table allows it `allowed`. */
function judge(lines: number, allowed?: number): string {
  const repository = repositoryOf({ "a.ts": "x;\n".repeat(lines) });
  return report(fileLengths(repository, allowed === undefined ? {} : { "a.ts": allowed }));
}

test("up to 200 lines need no entry", () => {
  expect(judge(200)).toBe("");
  expect(judge(201)).toContain(`write "a.ts": 220 into tests/tidy/lengths.json`);
});

test("a listed file may not grow over its ceiling, and the ceiling follows when it shrinks", () => {
  expect(judge(300, 300)).toBe("");
  expect(judge(281, 300)).toBe("");
  expect(judge(301, 300)).toContain("a.ts:301 301 lines, at most 300");
  expect(judge(280, 300)).toContain("write 280 for it into tests/tidy/lengths.json, not 300");
  expect(judge(200, 300)).toContain("take its line out of tests/tidy/lengths.json");
});

test("400 lines are the most, listed or not", () => {
  expect(judge(400, 400)).toBe("");
  expect(judge(401, 401)).toContain("a.ts:401 401 lines, the limit is 400");
});

test("a listed file that is gone must leave the table", () => {
  expect(report(fileLengths(repositoryOf({}), { "b.ts": 250 }))).toContain("b.ts does not exist");
});
