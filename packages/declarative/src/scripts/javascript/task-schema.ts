/** Standard Schema, as far as a task's process needs it. It imports nothing: a process starts for each task. */

export interface TaskSchema {
  readonly "~standard": {
    readonly validate: (value: unknown) => SchemaAnswer | Promise<SchemaAnswer>;
    /** The extension by which a schema says what it asks for. */
    readonly jsonSchema?: {
      readonly input: (options: { readonly target: string }) => {
        readonly properties?: Readonly<Record<string, unknown>>;
        readonly required?: readonly string[];
        readonly additionalProperties?: unknown;
      };
    };
  };
}

interface SchemaAnswer {
  readonly value?: unknown;
  readonly issues?:
    | readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[]
    | undefined;
}

/** More are not told. */
const most = 20;

/** What the schema makes of the value, or everything that is wrong with it. */
export async function checked(
  schema: TaskSchema | undefined,
  value: unknown,
): Promise<{ readonly value: unknown } | { readonly issues: readonly string[] }> {
  if (schema === undefined) return { value };
  const answer = await schema["~standard"].validate(value);
  if (answer.issues === undefined) return { value: answer.value };
  const issues = answer.issues.slice(0, most).map(({ message, path = [] }) => {
    const place = path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
    return place === "" ? message : `"${place}": ${message}`;
  });
  return { issues };
}
