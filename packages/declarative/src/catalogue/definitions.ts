/** What loading definitions says as a whole. */
import type { CatalogueEntry } from "@stepwell/core";

export const definitionsErrors = {
  "definition-invalid": {
    message: (f: { source: string; count: number; first: string; problems: readonly object[] }) =>
      `${f.source} cannot be used, errors: ${f.count}. ${f.first}`,
    hint: "mend all that `problems` lists: each has its place and its cure. Nothing was started",
  },
} as const satisfies Record<string, CatalogueEntry>;
