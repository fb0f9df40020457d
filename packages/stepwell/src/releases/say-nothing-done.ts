/** Says that a call of a definition has executed nothing, and why. */
import type { WorkflowResult } from "@stepwell/declarative";
import type { CommandCall } from "../command-spec.ts";
import { exitCodes } from "../exit-codes.ts";
import { plainText } from "../terminal/sanitise.ts";
import { span } from "../terminal/spans.ts";

/** @returns the exit code */
export function sayNothingDone({ output }: CommandCall, result: WorkflowResult): number {
  const { workflow, runId: run, status, why = "nothing was executed" } = result;
  if (output.json) output.result.stream.write(`${JSON.stringify({ v: 1, status, workflow, run, why })}\n`);
  else if (!output.quiet) output.progress.line([span(plainText(`${workflow}  ${run}  ${why}`), "idle")]);
  return exitCodes.completed;
}
