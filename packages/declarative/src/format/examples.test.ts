import { expect, test } from "vitest";
import type { Problem } from "../diagnosis/problem.ts";
import { renderProblems } from "../diagnosis/render.ts";
import { readSource } from "../source/read.ts";
import { builtInStages } from "../stages/table.ts";
import { check } from "./check.ts";
import { fieldsOf } from "./check-stage.ts";
import { job, jobTemplate } from "./job-keys.ts";
import type { Field, Shape } from "./shape.ts";
import { stageFields, stageTemplate } from "./stage-keys.ts";
import { workflow } from "./workflow-keys.ts";

const stages = new Map(builtInStages.map((stage) => [stage.key, stage]));

/** Every key of a shape, with those of the records within. */
function fieldsIn(shape: Shape, seen = new Set<Shape>()): [string, Field][] {
  if (seen.has(shape)) return [];
  seen.add(shape);
  if (shape.kind === "either") return shape.of.flatMap((one) => fieldsIn(one, seen));
  if (shape.kind === "list") return fieldsIn(shape.of, seen);
  const own = shape.kind === "record" ? shape.fields : shape.kind === "map" ? (shape.fixed ?? {}) : {};
  const below = Object.entries(own).flatMap(([key, field]): [string, Field][] => [
    [key, field],
    ...fieldsIn(field.shape, seen),
  ]);
  return shape.kind === "map" ? [...below, ...fieldsIn(shape.of, seen)] : below;
}

function said(shape: Shape, text: string): string {
  const problems: Problem[] = [];
  const report = (found: Problem): void => void problems.push(found);
  const tree = readSource({ file: "example.yml", text, format: "yaml" }, report);
  if (tree !== undefined) check(shape, tree, { where: "the example", stages, report, site: () => {} });
  return renderProblems(problems);
}

const common: Shape = { kind: "record", called: "a stage", fields: stageFields };
const fields = [workflow, job, jobTemplate, stageTemplate, common].flatMap((record) => fieldsIn(record));

test.each(fields)("the example of %s is right", (key, field) => {
  const record: Shape = { kind: "record", called: "an example", fields: { [key]: field } };
  expect(said(record, `${key}: ${field.example}`)).toBe("");
});

test.each(builtInStages)("the examples of stage type $key are right", ({ key, value, keys = {} }) => {
  const stage = `- ${value.example.trimEnd().replaceAll("\n", "\n  ")}`;
  expect(said({ kind: "stages" }, stage)).toBe("");
  expect(stage).toMatch(new RegExp(`^ {2}${key}:|^- ${key}:`, "m"));
  for (const [name, field] of [...Object.entries(keys), ...fieldsIn(value.shape)]) {
    const record: Shape = { kind: "record", called: "an example", fields: { [name]: field } };
    expect(said(record, `${name}: ${field.example}`)).toBe("");
  }
});

test("no type key is a key of every stage, or of another type: the type would not be clear", () => {
  for (const stage of builtInStages) {
    const others = Object.keys(fieldsOf(stage)).filter((key) => key !== stage.key);
    expect(
      others.filter((key) => stages.has(key)),
      stage.key,
    ).toEqual([]);
  }
});
