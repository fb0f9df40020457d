/** What is wrong with what a workflow is given. */
import type { CatalogueEntry } from "@stepwell/core";

export const paramsErrors = {
  "params-invalid": {
    message: (f: { workflow: string; problems: readonly string[]; valid: readonly string[] }) =>
      `the params of "${f.workflow}" are not right: ${f.problems.join("; ")}`,
    hint: (f: { valid: readonly string[] }) =>
      f.valid.length === 0 ? "this workflow takes no params" : `its params are: ${f.valid.join(", ")}`,
  },
} as const satisfies Record<string, CatalogueEntry>;
