/** How a run ended, for people: one line when it ended well, else what failed, where, and what to do. */
import { formatMs, type RunDetails, StepwellError } from "@stepwell/core";
import { readableName } from "@stepwell/core/text";
import { type ErrorBlock, printBlock } from "../error-block.ts";
import { nameAndMessage, placeOfCauses } from "../report-error.ts";
import { signOf } from "../terminal/glyphs.ts";
import { span } from "../terminal/spans.ts";
import { type DefinitionFailure, definitionFailure } from "./definition-failure.ts";
import type { ViewPlace } from "./view.ts";

export interface EndParts extends ViewPlace {
  /** Ms. */
  readonly now: number;
  readonly recorded: Recorded;
}

/** What the run's journal holds. */
export interface Recorded {
  /** How many steps that ended well. */
  readonly steps: number;
  /** Its compensations have begun. */
  readonly undone: boolean;
}

export function endBlockOrLine(details: RunDetails, parts: EndParts): void {
  const took = tookText(details, parts.now);
  if (details.status === "completed") {
    parts.screen.line([
      signOf("completed", parts.screen.appearance),
      span(` completed${took === "" ? "" : `  ${took}`}`),
    ]);
    return;
  }
  endBlock(details, parts);
}

export function tookText(details: RunDetails, now: number): string {
  const from = details.startedAt?.getTime();
  return from === undefined ? "" : formatMs((details.endedAt?.getTime() ?? now) - from);
}

/** For a run that failed, was cancelled, timed out or is blocked. */
export function endBlock(details: RunDetails, parts: EndParts): void {
  const took = tookText(details, parts.now);
  const stage = details.status === "failed" ? definitionFailure(details.error, parts.folder) : undefined;
  const summary = summaryOf(details, took);
  const found = stage === undefined ? summary : { ...summary, ...stage, headline: timed(stage.headline, took) };
  const undone = details.compensationErrors.map(
    ({ step, cause: why }) => `${readableName(step)} failed: ${nameAndMessage(why)}`,
  );
  const block: ErrorBlock = {
    state: details.status,
    place: placeOfCauses(details.error),
    ...found,
    also: [...(stage?.also ?? []), ...undone],
    cure: cureOf(details, parts, stage),
  };
  printBlock(block, parts.screen, parts.folder);
}

function summaryOf(details: RunDetails, took: string): { headline: string; code: string; cause: string } {
  const { error, status, why = "" } = details;
  const time = timed("", took);
  const known = error instanceof StepwellError ? error : undefined;
  switch (status) {
    case "cancelled":
      return { headline: `${details.workflow} was cancelled${time}`, code: "run-cancelled", cause: reasonOf(details) };
    case "timed_out":
      return { headline: `${details.workflow} timed out${time}`, code: "run-timed-out", cause: known?.message ?? why };
    case "blocked":
      return { headline: why === "" ? "blocked" : why, code: known?.code ?? "run-blocked", cause: "" };
    default:
      if (known?.code === "step-failed") return stepFailure(known, time);
      if (known !== undefined) return { headline: `${known.message}${time}`, code: known.code, cause: causeOf(known) };
      return { headline: `${details.workflow} failed${time}`, code: "run-failed", cause: nameAndMessage(error) };
  }
}

function timed(text: string, took: string): string {
  return took === "" ? text : `${text}, ${took}`;
}

function stepFailure(error: StepwellError, time: string): { headline: string; code: string; cause: string } {
  const { step, attempts } = error.facts;
  const after = Number(attempts) === 1 ? "" : ` after ${String(attempts)} attempts`;
  return { headline: `${readableName(String(step))} failed${after}${time}`, code: error.code, cause: causeOf(error) };
}

function causeOf(error: StepwellError): string {
  return error.cause === undefined ? "" : nameAndMessage(error.cause);
}

function reasonOf({ why = "", error }: RunDetails): string {
  const known = error instanceof StepwellError ? error : undefined;
  // Of one that did not end in its own way (killed, skipped, expired) it says more than the reason does.
  if (why !== known?.message) return why;
  const reason = known?.facts.reason;
  return typeof reason === "string" ? reason : "";
}

function cureOf(details: RunDetails, { recorded, where }: EndParts, stage: DefinitionFailure | undefined): string {
  const { steps, undone } = recorded;
  const { id, status, error } = details;
  const kept = undone || steps === 0 ? "" : `kept: ${steps} recorded ${steps === 1 ? "step" : "steps"}.  `;
  const fix = stage?.cure || "fix";
  const [how = "retry", ...flags] = (stage?.again ?? "retry").split(" ");
  const again =
    ["stepwell", how, ...(how === "retry" && undone ? ["--from start"] : []), id, ...flags].join(" ") + where;
  switch (status) {
    case "blocked": {
      const hint = error instanceof StepwellError ? `${error.hint}.  ` : "";
      return `${hint}nothing is lost; then: stepwell resume ${id}${where}`;
    }
    case "cancelled":
      return `${kept}${undone ? "undone.  to begin anew" : "to go on after all"}: ${again}`;
    default:
      return `${kept}${undone ? "undone.  " : ""}${fix}, then: ${again}${mended(details, stage, where)}`;
  }
}

/** A retry keeps the definition that the run began with: whoever mends the file would see the same failure again. */
function mended({ id, parent }: RunDetails, stage: DefinitionFailure | undefined, where: string): string {
  if (stage === undefined || stage.again !== "retry" || stage.cure !== "" || parent !== undefined) return "";
  return `, or with a mended file: stepwell rerun ${id} --current${where}`;
}
