/** What can be wrong with when a workflow is to be released. */
import type { CatalogueEntry } from "@stepwell/core";

export const triggersErrors = {
  "not-a-release-time": {
    /** `previous` and `next` are "" where there is none. */
    message: (f: { given: string; previous: string; next: string }) => `no schedule fires at ${f.given}`,
    hint: (f: { previous: string; next: string }) => {
      const around = [f.previous, f.next].filter((time) => time !== "").join(" and ");
      return `${around === "" ? "" : `the times around it are ${around}; `}type force releases at any time`;
    },
  },
} as const satisfies Record<string, CatalogueEntry>;
