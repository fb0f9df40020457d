import { expect, test } from "vitest";
import { references, resolve, type Workspace } from "./imports.ts";

const specifiers = (text: string): string[] => references(text).map(({ specifier }) => specifier);

test("finds imports of every form, with their lines", () => {
  const text = [
    `import { a, type B } from "./a.ts";`,
    `import type {`,
    `  C,`,
    `} from "./c.ts";`,
    `import * as d from "./d.ts"; import "./e.ts";`,
    `export { f } from "./f.ts";`,
    `export * from "./g.ts";`,
    `const h = await import("./h.ts"); type I = import("./i.ts").I;`,
    `const j = new URL("./j-thread.ts", import.meta.url);`,
  ].join("\n");
  expect(references(text).map(({ specifier, line }) => `${specifier}:${line}`)).toEqual([
    "./a.ts:1",
    "./c.ts:4",
    "./d.ts:5",
    "./e.ts:5",
    "./f.ts:6",
    "./g.ts:7",
    "./h.ts:8",
    "./i.ts:8",
    "./j-thread.ts:9",
  ]);
  expect(references(text).at(-1)?.kind).toBe("address");
});

test("takes nothing from texts, comments and exported data", () => {
  expect(specifiers("const a = `import { b } from \"./b.ts\"`; // import './c.ts'")).toEqual([]);
  expect(specifiers(`export const d = { from: "./d.ts" }; const e = new URL("./x.ts", base);`)).toEqual([]);
  expect(specifiers(`const sources = new URL("../", import.meta.url);`)).toEqual([]);
});

const core: Workspace = {
  name: "@stepwell/core",
  folder: "packages/core",
  exports: { ".": "./src/index.ts", "./testing": "./src/testing/index.ts" },
  bins: [],
};

test("leads a path or the name of a package to its file", () => {
  const from = "packages/core/src/worker/claim.ts";
  expect(resolve(from, "../model/entry.ts", [core])).toBe("packages/core/src/model/entry.ts");
  expect(resolve(from, "@stepwell/core", [core])).toBe("packages/core/src/index.ts");
  expect(resolve(from, "@stepwell/core/testing", [core])).toBe("packages/core/src/testing/index.ts");
  expect(resolve(from, "node:fs", [core])).toBeUndefined();
  expect(resolve(from, "@stepwell/corefu", [core])).toBeUndefined();
});
