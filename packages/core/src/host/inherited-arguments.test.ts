import { expect, test } from "vitest";
import { inheritedArguments, inheritedNodeOptions } from "./inherited-arguments.ts";

test.each([
  [["--import", "./hook.ts", "-C", "dev", "--enable-source-maps"]],
  [["--require=./a.cjs", "--no-warnings", "--max-old-space-size=100"]],
])("how modules load is inherited: %j", (given) => {
  expect(inheritedArguments(given)).toEqual(given);
});

test.each([
  [["--inspect"]],
  [["--inspect-brk=9229"]],
  [["--inspect-port=0"]],
  [["-e", "import('./x.ts')"]],
  [["--eval=1"]],
  [["-p", "1 + 1"]],
  [["--input-type=module"]],
  [["--watch"]],
  [["--test"]],
])("what only one process can do is not: %j", (given) => {
  expect(inheritedArguments([...given, "--no-warnings"])).toEqual(["--no-warnings"]);
});

test.each([
  [undefined, undefined],
  ["--inspect", undefined],
  ["--inspect=127.0.0.1:9229 --no-warnings", "--no-warnings"],
  ["--require ./a.cjs", "--require ./a.cjs"],
])("NODE_OPTIONS %j becomes %j", (given, kept) => {
  expect(inheritedNodeOptions(given)).toBe(kept);
});
