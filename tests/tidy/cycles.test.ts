import { expect, test } from "vitest";
import { cycles } from "./cycles.ts";
import { report } from "./offence.ts";
import { repositoryOf } from "./repository.ts";

test("files that share a third one make no cycle", () => {
  const files = { "a.ts": `import "./b.ts"; import "./c.ts";`, "b.ts": `import "./c.ts";`, "c.ts": "" };
  expect(cycles(repositoryOf(files))).toEqual([]);
});

test("a cycle through three files is shown with the import that closes it, type-only imports included", () => {
  const files = {
    "a.ts": `import "./b.ts";`,
    "b.ts": `\nimport type { C } from "./c.ts";`,
    "c.ts": `import "./a.ts";`,
  };
  expect(report(cycles(repositoryOf(files)))).toContain("c.ts:1 import cycle a.ts → b.ts → c.ts → a.ts; ");
});

test("the address of a thread's file closes no cycle: nothing is loaded", () => {
  const files = { "a.ts": `new URL("./b-thread.ts", import.meta.url);`, "b-thread.ts": `import "./a.ts";` };
  expect(cycles(repositoryOf(files))).toEqual([]);
});

test("of many cycles that share files, the shortest stands for all", () => {
  const files = {
    "a.ts": `import "./b.ts";`,
    "b.ts": `import "./c.ts"; import "./d.ts";`,
    "c.ts": `import "./a.ts";`,
    "d.ts": `import "./b.ts";`,
    "x.ts": `import "./y.ts";`,
    "y.ts": `import "./x.ts";`,
  };
  expect(report(cycles(repositoryOf(files)))).toMatch(
    /^d\.ts:1 import cycle b\.ts → d\.ts → b\.ts \(shortest in a knot of 4 files\);.*\ny\.ts:1 import cycle x\.ts → y\.ts → x\.ts;.*$/,
  );
});
