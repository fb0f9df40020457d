import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

// What users import: a name that comes or goes is a decision, and each says what it is.

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

interface Exported {
  readonly name: string;
  readonly file: string;
}

function exportedNames(): Exported[] {
  const lists = read("./index.ts").matchAll(/export (?:type )?\{([^}]*)\} from "([^"]+)";/g);
  return [...lists].flatMap(([, names = "", file = ""]) =>
    names
      .split(",")
      .map((name) => name.trim().replace(/^type /, ""))
      .filter((name) => name !== "")
      .map((name) => ({ name, file })),
  );
}

it("exports these names, and no others", () => {
  expect(
    exportedNames()
      .map(({ name }) => name)
      .sort(),
  ).toMatchSnapshot();
});

it.each(exportedNames())("$name says what it is", ({ name, file }) => {
  const text = read(file);
  const declared = new RegExp(
    `\\*/\\n(?://[^\\n]*\\n)*export (?:declare )?(?:abstract )?(?:async )?(?:function\\*?|class|const|interface|type) ${name}\\b`,
  );
  const passedOn = new RegExp(`export (?:type )?\\{[^}]*\\b${name}\\b[^}]*\\}`);
  expect(declared.test(text) || passedOn.test(text), `${file}: no docstring stands above ${name}`).toBe(true);
});
