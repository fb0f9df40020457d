/**
 * What `start` does when its id is taken already. The one place that decides it; stores ask here, inside the
 * transaction that would insert the run.
 *
 * A start that attaches to the run that is there must mean the same work: same workflow, same input. A start
 * that begins the next generation brings its own input.
 */
import { unreachable } from "./assert.ts";
import { isFinished, type RunState } from "./run-state.ts";

/** What the caller chose for an id that exists. */
export type OnExisting = "return" | "reject" | "restart-if-failed" | "restart";

/** Why a start cannot be answered with the run that is there. */
export type StartProblem =
  | "other-workflow"
  | "other-input"
  | "unreadable-input"
  | "exists"
  | "not-finished"
  | "begun-anew";

/** Whether two encoded values are the same value; the engine gives it, as values may be encrypted. May throw. */
export type SameValue = (a: string, b: string) => boolean;

/** The newest generation of the id. */
export interface ExistingRun {
  readonly workflow: string;
  readonly generation: number;
  readonly status: RunState;
  /** Encoded. */
  readonly input: string;
}

export interface WantedStart {
  readonly workflow: string;
  readonly onExisting: OnExisting;
  /** Of what a restart takes the place; undefined for whichever there is. */
  readonly instead?: number | undefined;
  /** Encoded. */
  readonly input: string;
}

export type StartDecision =
  | { readonly kind: "next-generation" }
  | { readonly kind: "existing"; readonly problem: StartProblem | undefined };

const failedStates: ReadonlySet<RunState> = new Set<RunState>(["failed", "cancelled", "timed_out"]);

export function decideStart(existing: ExistingRun, wanted: WantedStart, same: SameValue): StartDecision {
  if (existing.workflow !== wanted.workflow) return answer("other-workflow");
  if (wanted.instead !== undefined && wanted.instead !== existing.generation) return answer("begun-anew");
  switch (wanted.onExisting) {
    case "return":
      return answer(inputProblem(existing, wanted, same));
    case "reject":
      return answer(inputProblem(existing, wanted, same) ?? "exists");
    case "restart-if-failed":
      if (failedStates.has(existing.status)) return { kind: "next-generation" };
      return answer(inputProblem(existing, wanted, same));
    case "restart":
      return isFinished(existing.status) ? { kind: "next-generation" } : answer("not-finished");
    default:
      return unreachable(wanted.onExisting, "onExisting");
  }
}

/** The order of an object's keys does not make another input. */
function inputProblem(existing: ExistingRun, wanted: WantedStart, same: SameValue): StartProblem | undefined {
  try {
    return existing.input === wanted.input || same(existing.input, wanted.input) ? undefined : "other-input";
  } catch {
    // Its key is missing, or it is damaged. One such run must not fail the batch; who starts it is told.
    return "unreadable-input";
  }
}

function answer(problem: StartProblem | undefined): StartDecision {
  return { kind: "existing", problem };
}
