import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

/** Names in the export lists of a file, types too. */
function exported(url: URL): string[] {
  const lists = [...readFileSync(url, "utf8").matchAll(/export\s+(?:type\s+)?\{([^}]*)\}/g)];
  const names = lists.flatMap(([, list = ""]) => list.split(",")).map((name) => name.trim().replace(/^type /, ""));
  return names.filter((name) => name !== "").sort();
}

test("stepwell/testing has every name of the core's test kit, types included", () => {
  const ours = exported(new URL("./testing.ts", import.meta.url));
  expect(ours).toEqual(exported(new URL(import.meta.resolve("@stepwell/core/testing"))));
  expect(ours).toContain("testKit");
});
