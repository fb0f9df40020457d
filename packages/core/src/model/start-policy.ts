/**
 * What `start` does when its id is taken already. The one place that decides it; stores ask here, inside the
 * transaction that would insert the run.
 *
 * A start that attaches to the run that is there must mean the same work: same workflow, same input. A start
 * that begins the next generation brings its own input.
 */
import { unreachable } from "./assert.ts";
import { isFinished, type RunState } from "./run-state.ts";
import { canonical } from "./value/canonical.ts";

/** What the caller chose for an id that exists. */
export type OnExisting = "return" | "reject" | "restart-if-failed" | "restart";

/** Why a start cannot be answered with the run that is there. */
export type StartProblem = "other-workflow" | "other-input" | "exists" | "not-finished";

/** The newest generation of the id. */
export interface ExistingRun {
  readonly workflow: string;
  readonly status: RunState;
  /** Encoded. */
  readonly input: string;
}

export interface WantedStart {
  readonly workflow: string;
  readonly onExisting: OnExisting;
  /** Encoded. */
  readonly input: string;
}

export type StartDecision =
  | { readonly kind: "next-generation" }
  | { readonly kind: "existing"; readonly problem: StartProblem | undefined };

const failedStates: ReadonlySet<RunState> = new Set<RunState>(["failed", "cancelled", "timed_out"]);

export function decideStart(existing: ExistingRun, wanted: WantedStart): StartDecision {
  if (existing.workflow !== wanted.workflow) return answer("other-workflow");
  switch (wanted.onExisting) {
    case "return":
      return attach(existing, wanted);
    case "reject":
      return answer(sameInput(existing, wanted) ? "exists" : "other-input");
    case "restart-if-failed":
      return failedStates.has(existing.status) ? { kind: "next-generation" } : attach(existing, wanted);
    case "restart":
      return isFinished(existing.status) ? { kind: "next-generation" } : answer("not-finished");
    default:
      return unreachable(wanted.onExisting, "onExisting");
  }
}

function attach(existing: ExistingRun, wanted: WantedStart): StartDecision {
  return answer(sameInput(existing, wanted) ? undefined : "other-input");
}

/** The order of an object's keys does not make another input. */
function sameInput(existing: ExistingRun, wanted: WantedStart): boolean {
  return existing.input === wanted.input || canonical(existing.input) === canonical(wanted.input);
}

function answer(problem: StartProblem | undefined): StartDecision {
  return { kind: "existing", problem };
}
