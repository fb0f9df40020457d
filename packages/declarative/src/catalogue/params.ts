/** What is wrong with what a workflow is given. */
import type { CatalogueEntry } from "@stepwell/core";

export const paramsErrors = {
  "secret-param-closed": {
    message: (f: { problem: string }) => `a secret param of this run cannot be opened: ${f.problem}`,
    hint: "it is sealed with a key of the store, or process, in which the run was started: go on with it there, or start another",
  },
  "params-invalid": {
    message: (f: { workflow: string; problems: readonly string[]; valid: readonly string[] }) =>
      `the params of "${f.workflow}" are not right: ${f.problems.join("; ")}`,
    hint: (f: { valid: readonly string[] }) =>
      f.valid.length === 0 ? "this workflow takes no params" : `its params are: ${f.valid.join(", ")}`,
  },
} as const satisfies Record<string, CatalogueEntry>;
