/**
 * Everything that the core can say went wrong: code, message from typed facts, cure. One file per area in catalogue/.
 * Codes are stable. A test proves that each is documented in docs/errors.md.
 */
import { codeErrors } from "./catalogue/code.ts";
import type { CatalogueEntry } from "./catalogue/entry.ts";
import { optionsErrors } from "./catalogue/options.ts";
import { runsErrors } from "./catalogue/runs.ts";
import { sharingErrors } from "./catalogue/sharing.ts";
import { stepsErrors } from "./catalogue/steps.ts";
import { storesErrors } from "./catalogue/stores.ts";
import { testingErrors } from "./catalogue/testing.ts";
import { transactionsErrors } from "./catalogue/transactions.ts";

export type { CatalogueEntry };

/** The core's error codes: message from typed facts, and cure. */
export const catalogue = {
  ...optionsErrors,
  ...runsErrors,
  ...sharingErrors,
  ...stepsErrors,
  ...transactionsErrors,
  ...codeErrors,
  ...storesErrors,
  ...testingErrors,
} as const satisfies Record<string, CatalogueEntry>;
