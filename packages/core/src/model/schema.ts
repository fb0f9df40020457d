/** Standard Schema v1 (standardschema.dev), as much of it as is used here: any Zod, Valibot or ArkType schema fits. */
import { failure } from "./errors.ts";

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

/** A value can have thousands of issues; whoever mends the first few sees the rest. */
const issuesShown = 10;

/**
 * Checks a value, and gives what the schema makes of it (defaults filled in, text turned into dates…).
 * Asynchronous only if the schema is.
 * @param what names the value in the error: `input of workflow "checkout"`
 * @throws schema-mismatch with each issue and its place
 */
export function validate<O>(schema: Schema<unknown, O>, value: unknown, what: string): O | Promise<O> {
  const result = schema["~standard"].validate(value);
  return isPending(result) ? result.then((late) => accept(late, what)) : accept(result, what);
}

function isPending<T>(result: T | Promise<T>): result is Promise<T> {
  return typeof (result as Partial<Promise<T>>).then === "function";
}

function accept<O>(result: SchemaResult<O>, what: string): O {
  if (result.issues === undefined) return result.value;
  const issues = result.issues.slice(0, issuesShown).map(describe);
  const more = result.issues.length - issues.length;
  if (more > 0) issues.push(`and ${more} more`);
  throw failure("schema-mismatch", { what, issues });
}

function describe(issue: SchemaIssue): string {
  const path = (issue.path ?? []).map((part) => step(typeof part === "object" ? part.key : part)).join("");
  return path === "" ? issue.message : `${path.replace(/^\./, "")}: ${issue.message}`;
}

function step(key: PropertyKey): string {
  return typeof key === "number" ? `[${key}]` : `.${String(key)}`;
}
