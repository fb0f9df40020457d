import * as declarative from "@stepwell/declarative";
import * as config from "@stepwell/declarative/config";
import { expect, test } from "vitest";
import * as ownConfig from "./config.ts";
import * as ownDeclarative from "./declarative.ts";
import { TestFolder } from "./test-command.ts";

test("stepwell/declarative and stepwell/config are the very same things", () => {
  expect({ ...ownDeclarative }).toEqual({ ...declarative });
  expect({ ...ownConfig }).toEqual({ ...config });
  expect(ownDeclarative.Workflow).toBe(declarative.Workflow);
});

test("a file of the user's may import them, wherever it lies", async () => {
  const folder = new TestFolder();
  folder.write(
    "flow.ts",
    `import { workflow } from "stepwell";
import { loadText } from "stepwell/declarative";
import { namePattern } from "stepwell/config";
export const load = workflow("load", (wf) => wf.step("read", async () => {
  const { definitions } = await loadText({ file: "a.yml", text: "name: a\\njobs: { b: { stages: [{ echo: hi }] } }", format: "yaml" });
  return [definitions.map(({ name }) => name), namePattern.test("A")];
}));
`,
  );
  const { code, stdout } = await folder.run("run", "flow.ts", "-q");
  expect({ code, stdout }).toEqual({ code: 0, stdout: '[["a"],true]\n' });
});
