import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ErrorBlock, printBlock } from "./error-block.ts";
import { screenOn } from "./terminal/screen.ts";
import { TestTerminal } from "./terminal/test-terminal.ts";

const folder = mkdtempSync(join(tmpdir(), "stepwell-"));
const file = join(folder, "pay.ts");
writeFileSync(file, "first\n\n  if (!res.ok) throw new HttpError(res);\n");

const block: ErrorBlock = {
  state: "failed",
  headline: "charge failed after 5 attempts, 14.2s",
  code: "step-failed",
  cause: "HttpError: 503 from http://127.0.0.1:4010/geo",
  place: { file, line: 3, column: 22, name: "lookup" },
  cure: "fix, then: stepwell retry r-8k2f",
};

function shown(columns: number, parts: Partial<ErrorBlock> = {}): string {
  const terminal = new TestTerminal(columns);
  printBlock({ ...block, ...parts }, screenOn(terminal.stream, { colour: false, glyphs: true, live: true }), folder);
  expect(terminal.wrapped).toBe(0);
  return `\n${terminal.screen.join("\n")}\n`;
}

test("what and code, cause, place with its line, cure", () => {
  expect(shown(80)).toMatchInlineSnapshot(`
    "
    ✗ charge failed after 5 attempts, 14.2s                             step-failed
      HttpError: 503 from http://127.0.0.1:4010/geo
      at lookup (pay.ts:3:22)
       3 |   if (!res.ok) throw new HttpError(res);
         |                      ^
      fix, then: stepwell retry r-8k2f
    "
  `);
});

test("folded where it is narrow, and the mark stays below its column", () => {
  expect(shown(40)).toMatchInlineSnapshot(`
    "
    ✗ charge failed after 5 attempts, 14.2s
                                step-failed
      HttpError: 503 from
      http://127.0.0.1:4010/geo
      at lookup (pay.ts:3:22)
       3 |   if (!res.ok) throw new HttpEr…
         |                      ^
      fix, then: stepwell retry r-8k2f
    "
  `);
});

test("a column far to the right is brought into sight", () => {
  writeFileSync(file, `${"x".repeat(200)}HERE${"y".repeat(50)}\n`);
  expect(shown(60, { place: { file, line: 1, column: 201, name: "" } })).toMatchInlineSnapshot(`
    "
    ✗ charge failed after 5 attempts, 14.2s         step-failed
      HttpError: 503 from http://127.0.0.1:4010/geo
      pay.ts:1:201
       1 | xxxxxxxxxxxxxxxxxxxxxxxxxHEREyyyyyyyyyyyyyyyyyyyyyy…
         |                          ^
      fix, then: stepwell retry r-8k2f
    "
  `);
});

test("without a place, a cause or a cure, the headline alone", () => {
  expect(shown(60, { cause: "", cure: "", place: undefined })).toMatchInlineSnapshot(`
    "
    ✗ charge failed after 5 attempts, 14.2s         step-failed
    "
  `);
});

test("a file that is gone has a place and no line", () => {
  expect(
    shown(60, { place: { file: join(folder, "gone.ts"), line: 3, column: 1, name: "" }, cause: "", cure: "" }),
  ).toMatchInlineSnapshot(`
    "
    ✗ charge failed after 5 attempts, 14.2s         step-failed
      gone.ts:3:1
    "
  `);
});
