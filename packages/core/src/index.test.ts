import { expect, it } from "vitest";
import { exportedNames, saysWhatItIs } from "./testing/exported-names.ts";

// What users import: a name that comes or goes is a decision, and each says what it is.

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
