/** Why a script has failed, in one sentence. */
import type { StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../../errors.ts";
import type { GroupEnd } from "./process-group.ts";

/** @param detail what it has thrown, or the last that it has printed */
export function failureOf(stage: string, end: GroupEnd, detail: string): StepwellError | undefined {
  if (end.problem !== undefined) return declarativeFailure("script-not-started", { stage, problem: end.problem });
  if (end.code === 0) return undefined;
  const how = end.signal === null ? `exit code ${end.code}` : `ended by ${end.signal}`;
  return declarativeFailure("script-failed", { stage, how, detail: detail === "" ? "" : `: ${detail}` });
}
