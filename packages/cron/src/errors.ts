/** Everything that can be wrong with a schedule. */
import { type CatalogueEntry, fromCatalogue, type StepwellError } from "@stepwell/core";

const cure = (f: { cure: string }): string => f.cure;

/** The error codes of schedules: message from typed facts, and cure. */
export const cronCatalogue = {
  "invalid-cron": {
    /** `at` and `length`: the part of the pattern that is wrong, in UTF-16 units from 0. */
    message: (f: { pattern: string; problem: string; cure: string; at: number; length: number }) =>
      `cron pattern ${JSON.stringify(f.pattern)}: ${f.problem}`,
    hint: cure,
  },
  "cron-never-fires": {
    message: (f: { pattern: string; timezone: string }) =>
      `cron pattern ${JSON.stringify(f.pattern)} never fires in ${f.timezone}`,
    hint: "no year that it allows has such a day or time: look at its days, its month and its year together",
  },
  "invalid-time-zone": {
    message: (f: { timezone: string; problem: string; nearest: string | undefined }) =>
      `time zone ${JSON.stringify(f.timezone)} ${f.problem}`,
    hint: (f: { nearest: string | undefined }) =>
      f.nearest === undefined
        ? 'give a name of the IANA database, as "Europe/Berlin" or "UTC"'
        : `did you mean "${f.nearest}"?`,
  },
  "invalid-interval": {
    message: (f: { problem: string; cure: string }) => `interval: ${f.problem}`,
    hint: cure,
  },
} as const satisfies Record<string, CatalogueEntry>;

type Catalogue = typeof cronCatalogue;
/** Every code that a schedule can be refused with. */
export type CronErrorCode = keyof Catalogue;

/** Makes the error of a code of this package. Throw what it returns. */
export function cronFailure<C extends CronErrorCode>(
  code: C,
  facts: Parameters<Catalogue[C]["message"]>[0],
): StepwellError {
  const entry = cronCatalogue[code] as CatalogueEntry;
  return fromCatalogue({ code, entry, facts: facts as Readonly<Record<string, unknown>> });
}
