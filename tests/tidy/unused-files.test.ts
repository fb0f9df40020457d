import { expect, test } from "vitest";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";
import { unusedFiles } from "./unused-files.ts";

const core = {
  "packages/core/package.json": `{ "name": "@stepwell/core", "exports": { ".": "./src/index.ts" } }`,
  "packages/core/src/index.ts": `export { a } from "./a.ts";`,
  "packages/core/src/a.ts": `new URL("./b.ts", import.meta.url);`,
  "packages/core/src/b.ts": "",
  "packages/stepwell/package.json": `{ "name": "stepwell", "bin": { "stepwell": "./bin/stepwell.js" } }`,
  "packages/stepwell/bin/stepwell.js": "",
  "packages/core/src/host/task-thread.ts": "",
  "examples/flights/start.ts": `import "./read.ts";`,
  "examples/flights/read.ts": "",
};

test("what an entry, a thread or a test reaches is used", () => {
  expect(unusedFiles(repositoryOf(core))).toEqual([]);
});

test("a fixture is used only if something starts it", () => {
  const files = { ...core, "packages/core/src/e.fixture.ts": "" };
  expect(report(unusedFiles(repositoryOf(files)))).toContain("packages/core/src/e.fixture.ts:1 ");
});

test("an unused file is named, and not what only it imports", () => {
  const files = { ...core, "packages/core/src/c.ts": `import "./d.ts";`, "packages/core/src/d.ts": "" };
  expect(report(unusedFiles(repositoryOf(files)))).toMatch(
    /^packages\/core\/src\/c.ts:1 nothing imports this file;.*$/,
  );
});
