import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderProblems } from "../diagnosis/render.ts";
import { loadText } from "./load.ts";

// Each mistake as people see it: diagnoses/NAME.yml is the file, diagnoses/NAME.txt what is said of it.

const folder = join(import.meta.dirname, "diagnoses");
const names = readdirSync(folder).filter((name) => name.endsWith(".yml"));

test.each(names)("%s", async (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const { definitions, problems, warnings } = await loadText({ file: name, text, format: "yaml" });
  expect([...problems, ...warnings]).not.toEqual([]);
  expect(definitions).toHaveLength(problems.length === 0 ? 1 : 0);
  const said = [renderProblems(problems), renderProblems(warnings)].filter((part) => part !== "");
  const codes = [...new Set([...problems, ...warnings].map(({ code }) => code))];
  await expect(`${said.join("\n")}\n\n${codes.join(" ")}\n`).toMatchFileSnapshot(
    join(folder, name.replace(".yml", ".txt")),
  );
});
