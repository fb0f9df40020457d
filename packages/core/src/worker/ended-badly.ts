/** How a run that did not complete leaves `running`: its error, as much of it as can be kept. */
import { afterUndoing, briefError, messageOf, RunFailed, runFailed } from "../model/run-errors.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import type { Outcome } from "../operations/finale.ts";
import type { RunChange } from "../store/port.ts";
import { encodeError } from "./encode-error.ts";

type Bad = Outcome & { readonly ok: false };

interface Encoding {
  encode(value: unknown, where: string): string;
  readonly texts: RawTexts;
}

export function endedBadly(run: { readonly id: string }, outcome: Bad, { encode, texts }: Encoding): RunChange {
  const { by, error } = outcome;
  // A run that could not be undone fails with an error that says so; people ask why it failed at first.
  const why = texts.seal(messageOf(error instanceof RunFailed && by === "fail" ? error.cause : error));
  let text: string;
  try {
    text = encode(error, `the error of run "${run.id}"`);
  } catch (problem) {
    text = encodeError(inBrief(outcome, problem), encode, "an error");
  }
  return { event: by, error: text, why };
}

/** How many compensations that failed an error names when it is too large with all of them. */
const briefErrors = 20;

function inBrief({ by, error }: Bad, problem: unknown): unknown {
  if (by === "fail" && !(error instanceof RunFailed)) return briefError(error, problem);
  const { cause, facts, compensationErrors } = error as RunFailed;
  const brief = {
    cause: cause === undefined ? undefined : briefError(cause, problem),
    compensationErrors: compensationErrors.slice(0, briefErrors).map(({ name, step, cause: why }) => {
      const text = messageOf(why).slice(0, 200);
      return { name, step, cause: text };
    }),
  };
  if (by !== "fail") return afterUndoing(error, brief);
  return runFailed({ id: String(facts.id), workflow: String(facts.workflow), ...brief });
}
