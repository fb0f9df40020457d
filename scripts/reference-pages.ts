/** Pages of docs/reference that are made of tables of the code. */
import { builtInStages, jsonSchema, reference } from "@stepwell/declarative";

/** By path from the root. */
export function referencePages(): Readonly<Record<string, string>> {
  return {
    "docs/reference/declarative.md": reference(builtInStages),
    "docs/reference/workflow.schema.json": `${JSON.stringify(jsonSchema(builtInStages), null, 2)}\n`,
  };
}
