/**
 * What follows a workflow function, as code of the same run and recorded like it: what it has shielded ends, then
 * what it has registered is undone, then the workflow's own hooks. All of it is shielded, and outside of the run's
 * timeout.
 *
 * F1  How the run ends is decided when its function has ended; a cancel that comes while it is undone still makes a
 *     failure a cancellation, with the failure as its cause.
 * F2  Nothing that follows changes an end that went well, and no hook changes any.
 */
import { caught } from "../model/caught.ts";
import {
  afterUndoing,
  type CompensationError,
  messageOf,
  type RunCancelled,
  RunFailed,
  type RunTimedOut,
  runFailed,
} from "../model/run-errors.ts";
import { validate } from "../model/schema.ts";
import { Scope } from "../replay/scope.ts";
import type { WorkflowContext } from "./context.ts";
import { type Compensation, compensateScope, onFailureScope } from "./finale-state.ts";
import { inFrame } from "./frame.ts";
import type { Operation, RunPort } from "./run-port.ts";
import type { AnyWorkflow } from "./workflow.ts";
import { outputOfOther } from "./workflow-cache.ts";

/** How a run ends, and with what. */
export type Outcome = End | { readonly ok: true; readonly nextInput: string };

/** The same, where no other generation follows. */
type End =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly by: "fail"; readonly error: unknown }
  | ({ readonly ok: false } & EndRequest);

/** What was asked of a run from outside, and what its operations reject with since. */
export type EndRequest = { readonly by: "cancel" | "time_out"; readonly error: RunCancelled | RunTimedOut };

/** What this needs of a run. */
export interface Ending extends RunPort {
  readonly definition: AnyWorkflow;
  /** The request to end that counts, if any: that was delivered, or came before the function's end. */
  readonly ending: EndRequest | undefined;
  /** The function has ended: what it still waits for is given up, but for what is shielded. */
  beginFinale(): void;
  /** What the function has asked for and was not told of. */
  readonly cursor: { readonly pending: { values(): Iterable<Operation> } };
  encode(value: unknown, where: string): string;
  /** Ended already, or blocked or dropped: nothing more is executed. */
  readonly over: boolean;
}

/** Carries a run's function out, and all that follows it. Never rejects. */
export async function carryOut(run: Ending, input: unknown): Promise<End> {
  const result = await outcomeOfCode(run, input);
  if (run.over) return result;
  run.beginFinale();
  const own: End = run.ending === undefined ? result : { ok: false, ...run.ending };
  if (run.finale.shields.open) await run.finale.shields.ended();
  // The other branches in a shield that has failed.
  giveUpRest(run);
  run.finale.undoing = true;
  run.finale.endedWell = own.ok;
  if (own.ok) {
    const { onComplete } = run.definition;
    if (onComplete !== undefined) await hook(run, "on-complete", (wf) => onComplete(wf, run.decode(own.output), input));
    return own;
  }
  const outcome = await undone(run, own);
  const { onFailure } = run.definition;
  if (onFailure !== undefined) await hook(run, onFailureScope, (wf) => onFailure(wf, thrownFor(run, outcome), input));
  return outcome;
}

async function outcomeOfCode(run: Ending, input: unknown): Promise<End> {
  const { fn, output, cache } = run.definition;
  try {
    // What most workflows have none of is not waited for: each wait is three promises.
    const other = cache === undefined ? undefined : await outputOfOther(run, input);
    if (other !== undefined) return { ok: true, output: other };
    const standIn = run.defaults.standIns?.workflow(run.workflow);
    const value: unknown = await (standIn ?? fn)(run.context as WorkflowContext, input);
    const what = `the output of run "${run.id}"`;
    const checked = output === undefined ? value : await validate(output, value, what);
    return { ok: true, output: run.encode(checked, what) };
  } catch (error) {
    return { ok: false, by: "fail", error: caught(error) };
  }
}

type Bad = End & { readonly ok: false };

/** Undoes what was registered, newest first. One that fails is noted, and the next one runs. */
async function undone(run: Ending, own: Bad): Promise<Bad> {
  const registered = run.finale.compensations.newestFirst();
  const errors: CompensationError[] = [];
  if (registered.length > 0) {
    await inFrame(frame(run, compensateScope), async () => {
      // Recorded before the first of them begins: from now on the run cannot be retried from the middle.
      run.issue({ kind: "undo", id: `undo~${compensateScope}`, value: () => registered.map(({ id }) => id) });
      for (const compensation of registered) {
        try {
          await compensation.execute();
        } catch (error) {
          errors.push(compensationError(compensation, error));
        }
      }
    });
  }
  return ended(run, own, errors);
}

function compensationError({ id, name }: Compensation, thrown: unknown): CompensationError {
  const error = caught(thrown);
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return { name, step: id, cause };
}

function ended(run: Ending, own: Bad, compensationErrors: readonly CompensationError[]): Bad {
  const { id, workflow, ending } = run;
  if (own.by !== "fail") return { ...own, error: afterUndoing(own.error, { compensationErrors }) };
  const cause = own.error;
  if (ending !== undefined)
    return { ok: false, by: ending.by, error: afterUndoing(ending.error, { cause, compensationErrors }) };
  return compensationErrors.length === 0
    ? own
    : { ...own, error: runFailed({ id, workflow, cause, compensationErrors }) };
}

/** What `result()` throws for this end. */
function thrownFor({ id, workflow }: Ending, outcome: Bad): RunFailed | RunCancelled | RunTimedOut {
  if (outcome.by !== "fail") return outcome.error;
  const { error } = outcome;
  return error instanceof RunFailed ? error : runFailed({ id, workflow, cause: error });
}

async function hook(
  run: Ending,
  scope: "on-complete" | typeof onFailureScope,
  call: (wf: WorkflowContext) => unknown,
): Promise<void> {
  try {
    await inFrame(frame(run, scope), () => call(run.context as WorkflowContext));
  } catch (error) {
    run.log("error", `the workflow's ${scope} hook failed: ${messageOf(error)}`);
  }
  // What it has asked for and does not wait for: a child that was called ends with it.
  giveUpRest(run);
}

function giveUpRest(run: Ending): void {
  if (!run.over) for (const operation of run.cursor.pending.values()) run.giveUp(operation);
}

function frame(run: Ending, scope: string) {
  return { run, scope: new Scope(scope), step: undefined, shielded: true };
}
