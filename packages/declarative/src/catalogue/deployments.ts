/** What is wrong with definitions that a store keeps. */
import type { CatalogueEntry } from "@stepwell/core";

export const deploymentsErrors = {
  "deployment-unreadable": {
    message: (f: { name: string }) => `what the store has of workflow "${f.name}" is of a form that is not known here`,
    hint: "use the newer version that has deployed it, or remove it with that one and deploy the files anew",
  },
} as const satisfies Record<string, CatalogueEntry>;
