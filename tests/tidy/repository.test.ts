import { expect, test } from "vitest";
import { repositoryOf } from "./repository.ts";

const { ignores } = repositoryOf({ ".gitignore": "node_modules/\n*.tsbuildinfo\n.ci/log/\n# note\nexamples/*/out/\n" });

test.each([
  "node_modules/",
  "packages/core/node_modules/x/y.js",
  "a.tsbuildinfo",
  ".ci/log/",
  ".ci/log/a.txt",
  "examples/b/out/c",
])("%s is ignored", (path) => {
  expect(ignores(path)).toBe(true);
});

test.each(["node_modules", ".ci/run", "packages/log/a.ts", "packages/.ci/log/a.txt", "examples/out/c"])(
  "%s is kept",
  (path) => {
    expect(ignores(path)).toBe(false);
  },
);

test("files, sources and packages are read from the texts", () => {
  const repository = repositoryOf({
    "packages/core/package.json": `{ "name": "@stepwell/core", "bin": { "a": "./bin/a.js" } }`,
    "packages/core/src/a.ts": `import "./b.ts"; // why`,
  });
  expect(repository.workspaces).toEqual([
    { name: "@stepwell/core", folder: "packages/core", exports: {}, bins: ["./bin/a.js"] },
  ]);
  expect(repository.sources.map(({ path, comments }) => `${path} ${comments.trim()}`)).toEqual([
    "packages/core/src/a.ts // why",
  ]);
  expect([...repository.files.keys()]).toHaveLength(2);
});
