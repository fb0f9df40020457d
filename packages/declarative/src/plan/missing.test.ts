import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { runnableStages } from "../stages/table.ts";
import { missingOf } from "./missing.ts";

test("a job in containers needs Docker, and none of the programs of its scripts", async () => {
  const text =
    'name: f\njobs: { a: { runs-on: "docker:tools:1", stages: [{ bash: ls }, { shell: python, run: x = 1 }] } }\n';
  const [definition] = definitionsOf(await loadText({ file: "f.yml", text, format: "yaml" }, { python: false }));
  if (definition === undefined) throw new Error("no definition");
  const facts = {
    secrets: new Set<string>(),
    vars: {},
    workflows: new Set<string>(),
    runnable: new Set(runnableStages.map(({ key }) => key)),
    shapes: new Map(runnableStages.map((type) => [type.key, type])),
  };
  expect(missingOf(definition, { ...facts, program: () => false })).toMatchObject([
    { kind: "program", name: "docker", problem: "Docker is not there; jobs on docker:IMAGE need it" },
  ]);
  expect(missingOf(definition, { ...facts, program: (name) => name === "docker" })).toEqual([]);
});
