/**
 * Everything that declarative workflows can say went wrong: code, message from typed facts, cure. One file per area in
 * catalogue/. A code is either thrown (`declarativeFailure`) or found in a definition (`problem`, diagnosis/problem.ts).
 */
import { type CatalogueEntry, fromCatalogue, type StepwellError } from "@stepwell/core";
import { definitionsErrors } from "./catalogue/definitions.ts";
import { deploymentsErrors } from "./catalogue/deployments.ts";
import { evaluationsErrors } from "./catalogue/evaluations.ts";
import { expressionsErrors } from "./catalogue/expressions.ts";
import { formatErrors } from "./catalogue/format.ts";
import { outsideErrors } from "./catalogue/outside.ts";
import { paramsErrors } from "./catalogue/params.ts";
import { pluginsErrors } from "./catalogue/plugins.ts";
import { runsErrors } from "./catalogue/runs.ts";
import { scriptsErrors } from "./catalogue/scripts.ts";
import { settingsErrors } from "./catalogue/settings.ts";
import { sourcesErrors } from "./catalogue/sources.ts";
import { tasksErrors } from "./catalogue/tasks.ts";
import { triggersErrors } from "./catalogue/triggers.ts";
import { workflowErrors } from "./catalogue/workflow.ts";

/** The error codes of this package: message from typed facts, and cure. */
export const declarativeCatalogue = {
  ...definitionsErrors,
  ...deploymentsErrors,
  ...expressionsErrors,
  ...runsErrors,
  ...outsideErrors,
  ...scriptsErrors,
  ...tasksErrors,
  ...pluginsErrors,
  ...evaluationsErrors,
  ...paramsErrors,
  ...sourcesErrors,
  ...formatErrors,
  ...settingsErrors,
  ...triggersErrors,
  ...workflowErrors,
} as const satisfies Record<string, CatalogueEntry>;

type Catalogue = typeof declarativeCatalogue;
/** Every code of this package. */
export type DeclarativeErrorCode = keyof Catalogue;
/** The facts that a code's message is made from. */
export type DeclarativeFactsOf<C extends DeclarativeErrorCode> = Parameters<Catalogue[C]["message"]>[0];

/** Makes the error of a code of this package. Throw what it returns. */
export function declarativeFailure<C extends DeclarativeErrorCode>(
  code: C,
  facts: DeclarativeFactsOf<C>,
  cause?: unknown,
): StepwellError {
  const entry = declarativeCatalogue[code] as CatalogueEntry;
  return fromCatalogue({ code, entry, facts: facts as Readonly<Record<string, unknown>>, cause });
}
