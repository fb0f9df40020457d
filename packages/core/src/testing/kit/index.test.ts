import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { exportedNames, saysWhatItIs } from "../exported-names.ts";

// What users' tests import. They bring a test framework of their own, or none.

const index = new URL("./index.ts", import.meta.url);

it("exports these names, and no others", () => {
  expect(
    exportedNames(index)
      .map(({ name }) => name)
      .sort(),
  ).toMatchSnapshot();
});

it.each(exportedNames(index))("$name says what it is", (exported) => {
  expect(saysWhatItIs(exported, index), `${exported.file}: no docstring stands above it`).toBe(true);
});

it("imports nothing that is not the core's or Node's", () => {
  const seen = new Set<string>();
  const foreign: string[] = [];
  const visit = (path: string): void => {
    if (seen.has(path)) return;
    seen.add(path);
    const imports = readFileSync(path, "utf8").matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)";/gms);
    for (const [, specifier = ""] of imports) {
      if (specifier.startsWith(".")) visit(join(path, "..", specifier));
      else if (!specifier.startsWith("node:")) foreign.push(`${path}: ${specifier}`);
    }
  };
  for (const name of readdirSync(import.meta.dirname))
    if (!/\.(?:test|fixture)\.ts$/.test(name) && name.endsWith(".ts")) visit(join(import.meta.dirname, name));
  expect(foreign).toEqual([]);
  expect(seen.size).toBeGreaterThan(100);
});
