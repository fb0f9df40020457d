import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

// What users import: a name that comes or goes is a decision.

const text = readFileSync(new URL("./index.ts", import.meta.url), "utf8");
const names = [...text.matchAll(/export (?:type )?\{([^}]*)\} from/g)]
  .flatMap(([, list = ""]) => list.split(","))
  .map((name) => name.trim().replace(/^type /, ""))
  .filter((name) => name !== "");

it("exports these names, and no others", () => {
  expect(text.match(/^export /gm)).toHaveLength([...text.matchAll(/export (?:type )?\{[^}]*\} from/g)].length);
  expect(names.sort()).toMatchSnapshot();
});
