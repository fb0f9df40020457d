import { expect, test } from "vitest";
import { fileNames } from "./file-names.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

const judge = (path: string): string => report(fileNames(repositoryOf({ [path]: "" })));

test.each([
  "packages/core/src/utils.ts",
  "tests/test-helpers.ts",
  "bench/common/a.ts",
  "packages/core/src/runManager.ts",
])("%s states no job", (path) => {
  expect(judge(path)).toContain(`${path}:1 "`);
});

test.each(["packages/core/src/worker/lease.ts", "packages/core/src/commonality.ts", "docs/helpers.md"])(
  "%s is a fine name",
  (path) => {
    expect(judge(path)).toBe("");
  },
);
