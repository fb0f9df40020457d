import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { builtInStages } from "../stages/table.ts";
import { jsonSchema } from "./json-schema.ts";

const validate = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true }).compile(
  jsonSchema(builtInStages),
);
const folder = join(import.meta.dirname, "../load");
const files = (name: string): string[] => readdirSync(join(folder, name)).filter((file) => file.endsWith(".yml"));
const data = (path: string): unknown => parse(readFileSync(join(folder, path), "utf8"));

test.each(builtInStages)("takes the example of $key", ({ value }) => {
  const definition = { name: "w", jobs: { a: { stages: [parse(value.example)] } } };
  expect(validate(definition), JSON.stringify(validate.errors)).toBe(true);
});

test.each(files("definitions"))("takes %s", (file) => {
  expect(validate(data(`definitions/${file}`)), JSON.stringify(validate.errors)).toBe(true);
});

/** What only the loader knows: names that lead nowhere, and what keys are to one another. */
const beyond =
  /^(?:artifacts|circle-of-three|expressions|expressions-in-several-lines|facts-of-runs|job-with-other-id|large-matrix|needs|stage-ids|secrets|schedules|unsafe-interpolation|uses|scripts|branches|desc-twice|name-of-prototype|job-names|wait|job-without-stages|template-in-cron|limits-and-env)\.yml$/;

test.each(files("diagnoses").filter((file) => !beyond.test(file)))("refuses %s", (file) => {
  expect(validate(data(`diagnoses/${file}`))).toBe(false);
});
