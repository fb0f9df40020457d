/** Standard Schema v1 (standardschema.dev), as much of it as is used here: any Zod, Valibot or ArkType schema fits. */
import { caught } from "./caught.ts";
import { failure } from "./errors.ts";
import { isThenable } from "./thenable.ts";

/** A schema that takes an `I` and gives an `O`. */
export interface Schema<I = unknown, O = I> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<O> | Promise<SchemaResult<O>>;
    /** For inference only; absent at run time. */
    readonly types?: { readonly input: I; readonly output: O } | undefined;
  };
}

export type SchemaResult<O> =
  | { readonly value: O; readonly issues?: undefined }
  | { readonly issues: readonly SchemaIssue[] };

export interface SchemaIssue {
  readonly message: string;
  /** Where in the value; absent or empty at its root. */
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** What an option holds must be a schema, where it is there. @throws invalid-option */
export function checkSchema(schema: unknown, place: { readonly where: string; readonly option: string }): void {
  if (schema === undefined) return;
  try {
    if (typeof (schema as Schema)["~standard"].validate === "function") return;
  } catch {
    // No object, or one that cannot be read.
  }
  throw failure("invalid-option", { ...place, problem: "must be a Standard Schema, such as those of Zod or Valibot" });
}

/** A value can have thousands of issues; whoever mends the first few sees the rest. */
const issuesShown = 10;

/**
 * Checks a value, and gives what the schema makes of it (defaults filled in, text turned into dates…).
 * Asynchronous only if the schema is.
 * @param what names the value in the error: `input of workflow "checkout"`
 * @throws schema-mismatch with each issue and its place
 */
export function validate<O>(schema: Schema<unknown, O>, value: unknown, what: string): O | Promise<O> {
  let result: unknown;
  try {
    result = schema["~standard"].validate(value);
    if (isThenable(result)) return later<O>(result, what);
  } catch (error) {
    throw caught(error);
  }
  return accept<O>(result, what);
}

async function later<O>(result: PromiseLike<unknown>, what: string): Promise<O> {
  let late: unknown;
  try {
    late = await result;
  } catch (error) {
    throw caught(error);
  }
  return accept<O>(late, what);
}

/** A schema is the user's: what it gives is no result of the standard until that is seen. */
function accept<O>(given: unknown, what: string): O {
  let issues: string[];
  try {
    const result = given as SchemaResult<O>;
    if (result.issues === undefined && "value" in result) return result.value;
    issues = list(result.issues ?? []);
  } catch {
    issues = [];
  }
  throw failure("schema-mismatch", { what, issues: issues.length > 0 ? issues : ["its schema gave no result"] });
}

function list(given: readonly SchemaIssue[]): string[] {
  const issues = given.slice(0, issuesShown).map(describe);
  const more = given.length - issues.length;
  if (more > 0) issues.push(`and ${more} more`);
  return issues;
}

function describe(issue: SchemaIssue): string {
  const path = (issue.path ?? []).map((part) => step(typeof part === "object" ? part.key : part)).join("");
  return path === "" ? issue.message : `${path.replace(/^\./, "")}: ${issue.message}`;
}

function step(key: PropertyKey): string {
  return typeof key === "number" ? `[${key}]` : `.${String(key)}`;
}
