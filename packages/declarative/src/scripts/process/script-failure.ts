/** Why a script has failed, in one sentence. */
import type { StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../../errors.ts";
import { HiddenTexts } from "../../expressions/hidden-texts.ts";
import type { GroupEnd } from "./process-group.ts";

/** How many lines of its standard error a failure shows, and how much of each. */
const lastLines = 5;
const lineChars = 300;

/** What it has thrown, if it has, and what it has written to its standard error. */
interface Said {
  readonly detail: string | undefined;
  readonly stderr: string;
  /** The secrets that may be in it. Default: none. */
  readonly hidden?: HiddenTexts | undefined;
}

export function failureOf(stage: string, end: GroupEnd, said: Said): StepwellError | undefined {
  if (end.problem !== undefined) return declarativeFailure("script-not-started", { stage, problem: end.problem });
  if (end.code === 0) return undefined;
  return scriptFailed(stage, end.signal === null ? `exit code ${end.code}` : `ended by ${end.signal}`, said);
}

export function scriptFailed(stage: string, how: string, said: Said): StepwellError {
  const { stderr, hidden = HiddenTexts.none } = said;
  const last = hidden
    .hide(stderr)
    .trimEnd()
    .split("\n")
    .slice(-lastLines)
    .filter((line) => line !== "");
  const detail = said.detail ?? last.at(-1)?.slice(-500) ?? "";
  return declarativeFailure("script-failed", {
    stage,
    how,
    detail: detail === "" ? "" : `: ${detail}`,
    last: last.map((line) => line.slice(0, lineChars).toWellFormed()),
  });
}
