import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";

/**
 * What an old Node lacks: syntax and names that it misses before anything is executed, and what it misses then. The
 * modules of a graph are all read and linked first: one of them that fails so keeps the check from being executed.
 */
const old = `
import { registerHooks } from "node:module";
registerHooks({
  resolve: (name, context, next) =>
    name === "node:module" && !context.parentURL.startsWith("data:")
      ? { url: "data:text/javascript,export { default, createRequire, isBuiltin, syncBuiltinESMExports } from 'node:module'", shortCircuit: true }
      : next(name, context),
  load(url, context, next) {
    const loaded = next(url, context);
    if (/^\\s*(?:await )?using \\w/m.test(String(loaded.source))) throw new SyntaxError("using in " + url);
    return loaded;
  },
});
Object.defineProperty(process.versions, "node", { value: "20.1.0" });
delete globalThis.SuppressedError;
delete Promise.try;
import(process.argv[1]).catch(({ message }) => console.log(message));`;

test.each([
  "core/src/index.ts",
  "core/src/testing/kit/index.ts",
  "cron/src/index.ts",
  "declarative/src/index.ts",
  "declarative/src/config/index.ts",
  "stepwell/src/index.ts",
  "stepwell/src/testing.ts",
])("who imports %s is told which Node is needed before an old one fails", (entry) => {
  const { href } = new URL(`../packages/${entry}`, import.meta.url);
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", old, href], {
    encoding: "utf8",
  });
  expect([stdout, stderr]).toEqual([expect.stringMatching(/^@stepwell\/core needs Node .*; this is 20\.1\.0/), ""]);
});
