/** Why a run is blocked, as an error that says so. */
import { caught } from "../model/caught.ts";
import { failure, StepwellError } from "../model/errors.ts";
import { messageOf } from "../model/run-errors.ts";
import { Divergence } from "../replay/divergence.ts";

export function reasonOfBlock(thrown: unknown): StepwellError {
  const cause = caught(thrown);
  if (cause instanceof Divergence) return cause.toError();
  return cause instanceof StepwellError ? cause : failure("broken-invariant", { what: messageOf(cause) }, cause);
}
