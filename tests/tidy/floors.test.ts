import { expect, test } from "vitest";
import { floors } from "./floors.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

const manifests = {
  "packages/core/package.json": `{ "name": "@stepwell/core", "exports": { ".": "./src/index.ts" } }`,
  "packages/server/package.json": `{ "name": "@stepwell/server", "exports": { ".": "./src/index.ts" } }`,
};

/** What the rule says of one file that imports these. */
function judge(path: string, ...specifiers: string[]): string {
  const text = specifiers.map((specifier) => `import type { X } from "${specifier}";`).join("\n");
  return report(floors(repositoryOf({ ...manifests, [path]: text })));
}

test.each([
  ["packages/core/src/model/a.ts", "./b.ts", "node:crypto"],
  ["packages/core/src/store/sqlite/a.ts", "../port.ts", "../../model/b.ts", "../../host/port.ts", "node:sqlite"],
  ["packages/core/src/operations/a.ts", "../replay/cursor.ts"],
  ["packages/core/src/engine/a.ts", "../worker/b.ts", "../store/port.ts"],
  ["packages/core/src/testing/a.ts", "../engine/b.ts", "../index.ts", "vitest"],
  ["packages/core/src/store/contract/a.ts", "vitest"],
  ["packages/core/src/index.ts", "./engine/open.ts", "../package.json"],
  ["packages/core/src/model/a.test.ts", "../engine/b.ts", "vitest", "node:fs"],
  ["packages/server/src/a.ts", "@stepwell/core", "fastify"],
  ["packages/declarative/src/source/a.ts", "../diagnosis/b.ts", "../errors.ts", "yaml"],
  ["tests/a.test.ts", "../packages/core/src/model/b.ts", "../examples/flights/start.ts"],
])("%s may import %s", (path, ...specifiers) => {
  expect(judge(path, ...specifiers)).toBe("");
});

test.each([
  ["packages/core/src/model/a.ts", "../host/port.ts", "model imports host"],
  ["packages/core/src/model/a.ts", "node:fs", "model imports node:fs"],
  ["packages/core/src/replay/a.ts", "../operations/b.ts", "replay imports operations"],
  ["packages/core/src/operations/a.ts", "../store/port.ts", "operations imports store"],
  ["packages/core/src/store/a.ts", "../worker/b.ts", "store imports worker"],
  ["packages/core/src/worker/a.ts", "../engine/b.ts", "worker imports engine"],
  ["packages/core/src/worker/a.ts", "@stepwell/core", "worker imports index.ts"],
  ["packages/core/src/worker/a.ts", "lodash", `the core imports "lodash"`],
  ["packages/core/src/drawer/a.ts", "../model/b.ts", "packages/core/src/drawer is on no floor"],
  ["packages/core/src/engine/a.ts", "@stepwell/server", "packages/core imports packages/server"],
  ["packages/core/src/engine/a.test.ts", "@stepwell/server", "packages/core imports packages/server"],
  ["packages/server/src/a.ts", "../../core/src/model/b.ts", "path into packages/core"],
  ["packages/server/src/a.ts", "../../../examples/flights/csv.ts", "packages/server imports examples"],
  ["packages/declarative/src/source/a.ts", "../format/b.ts", "source imports format"],
  ["packages/declarative/src/drawer/a.ts", "../source/b.ts", "packages/declarative/src/drawer is on no floor"],
  ["packages/novel/src/a.ts", "@stepwell/core", "packages/novel/src/a.ts is in no known package"],
])("%s may not import %s", (path, specifier, what) => {
  expect(judge(path, specifier)).toContain(`${path}:1 ${what}; `);
});
