import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { defaultsOf } from "../../packages/declarative/src/config/resolve.ts";
import { settingKeys, settingOf } from "../../packages/declarative/src/config/setting-table.ts";
import { Settings } from "../../packages/declarative/src/config/settings.ts";

// The page of settings has a line for each, made from the table that they are read by.

const page = readFileSync(join(import.meta.dirname, "../../docs/reference/settings.md"), "utf8");
const nothing = { secrets: new Map(), vars: new Map() };
const shown = new Settings(defaultsOf({ processors: 1 }), nothing).shown();

function lineOf(key: (typeof settingKeys)[number]): string {
  const { doc, expected, variables } = settingOf(key);
  const value = shown.find((one) => one.key === key)?.value ?? "";
  const byDefault = key === "max-workers" ? "cores" : value === "" ? "–" : `\`${value}\``;
  return `| \`${key}\` | ${doc} | ${expected} | ${byDefault} | ${variables.map((name) => `\`${name}\``).join(", ")} |`;
}

it("lists every setting as the table has it", () => {
  expect(page.split("\n").filter((line) => /^\| `/.test(line))).toEqual(settingKeys.map(lineOf));
});
