import { expect, test } from "vitest";
import { checkSchema, type Schema, type SchemaResult, validate } from "./schema.ts";

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

test("ten issues are told whole, of eleven the last is counted", () => {
  const issues = (count: number) => failing(Array.from({ length: count }, (_, i) => ({ message: `m${i}` })));
  expect(() => validate(issues(10), 1, "input")).toThrow(/; m9$/);
  expect(() => validate(issues(11), 1, "input")).toThrow(/; m9; and 1 more$/);
});

test("what gives neither a value nor issues, or cannot be read, is refused", () => {
  const unreadable = Object.defineProperty({}, "issues", {
    get() {
      throw new Error("no issues");
    },
  });
  for (const given of [undefined, null, {}, { issues: [] }, { issues: undefined }, { issues: [null] }, unreadable]) {
    const schema = schemaOf<never>(() => given as never);
    expect(() => validate(schema, 1, "input")).toThrow(/input does not fit its schema: its schema gave no result$/);
  }
});

test("undefined is a value, where the schema says so; with issues none is", () => {
  expect(
    validate(
      schemaOf<unknown>(() => ({ value: undefined })),
      1,
      "input",
    ),
  ).toBeUndefined();
  const both = schemaOf<unknown>(() => ({ value: 1, issues: [{ message: "no" }] }) as never);
  expect(() => validate(both, 1, "input")).toThrow(/: no$/);
});

test("what a schema throws is thrown on, at once or later, made fit to be read", async () => {
  const thrown = new Error("the schema is broken");
  const throwing = (error: unknown) =>
    schemaOf<never>(() => {
      throw error;
    });
  expect(() => validate(throwing(thrown), 1, "input")).toThrow(thrown);
  const late = schemaOf<never>(() => Promise.reject(thrown));
  await expect(validate(late, 1, "input")).rejects.toBe(thrown);
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => validate(throwing(proxy), 1, "input")).toThrow(/cannot be read/);
});

test("an option that is to be a schema must be one", () => {
  const place = { where: 'workflow "checkout"', option: "input" };
  expect(() => checkSchema(undefined, place)).not.toThrow();
  expect(() => checkSchema(failing([]), place)).not.toThrow();
  for (const none of [null, 3, {}, { "~standard": {} }, { "~standard": { validate: 3 } }])
    expect(() => checkSchema(none, place)).toThrow(/checkout.*must be a Standard Schema/su);
});
