import { expect, test } from "vitest";
import { type Schema, type SchemaResult, validate } from "./schema.ts";

function schemaOf<O>(check: (value: unknown) => SchemaResult<O> | Promise<SchemaResult<O>>): Schema<unknown, O> {
  return { "~standard": { version: 1, vendor: "test", validate: check } };
}
const failing = (issues: { message: string; path?: (PropertyKey | { key: PropertyKey })[] }[]) =>
  schemaOf<never>(() => ({ issues }));

test("gives what the schema makes of the value", () => {
  const trimmed = schemaOf((value) => ({ value: String(value).trim() }));
  expect(validate(trimmed, " x ", "input")).toBe("x");
});

test("waits only for a schema that is asynchronous", async () => {
  const late = validate(
    schemaOf(async (value) => ({ value })),
    1,
    "input",
  );
  expect(late).toBeInstanceOf(Promise);
  expect(await late).toBe(1);
  const refused = validate(
    schemaOf(async () => ({ issues: [{ message: "no" }] })),
    1,
    "input",
  );
  await expect(refused).rejects.toMatchObject({ code: "schema-mismatch" });
});

test("says each issue and its place", () => {
  const schema = failing([
    { message: "expected a number", path: ["items", 0, { key: "price" }] },
    { message: "too old", path: [] },
    { message: "no such key", path: [0, Symbol("s")] },
    { message: "bare" },
  ]);
  expect(() => validate(schema, 1, 'input of workflow "checkout"')).toThrow(
    'input of workflow "checkout" does not fit its schema: items[0].price: expected a number; too old; [0].Symbol(s): no such key; bare',
  );
});

test("an empty list of issues is a refusal too, as the standard has it", () => {
  expect(() => validate(failing([]), 1, "input")).toThrow(expect.objectContaining({ code: "schema-mismatch" }));
});

test("thousands of issues do not make an endless message", () => {
  const schema = failing(Array.from({ length: 5_000 }, (_, i) => ({ message: `m${i}` })));
  expect(() => validate(schema, 1, "input")).toThrow(/m0; .*m9; and 4990 more$/);
});
