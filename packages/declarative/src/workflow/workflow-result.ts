/** What a call of a workflow gives: how its run stands, in the words of definitions. */
import type { RunDetails, RunHandle } from "@stepwell/core";
import type { Board } from "../interpret/board.ts";
import { endedContext } from "../interpret/ended-context.ts";
import type { ErrorRecord, ResultContext, Values } from "../interpret/records.ts";
import type { RunInput } from "../interpret/run-input.ts";
import type { Status } from "../status.ts";
import type { Boards } from "./boards.ts";

/** How a run stands, or how it has ended. */
export interface WorkflowResult {
  /** `WAIT`: it has not ended. */
  readonly status: Status;
  /** Everything that has become of it; what `rerun` takes. */
  readonly context: ResultContext;
  /** Of the context. */
  readonly errors: readonly ErrorRecord[];
  readonly outputs: Values;
  readonly workflow: string;
  readonly runId: string;
  /** 1 at first; each rerun under the same id is the next one. */
  readonly generation: number;
  /** It was stopped because its time was over. */
  readonly timedOut: boolean;
  /** One sentence: what it waits for, or why it did not end well. Undefined where there is nothing to say. */
  readonly why: string | undefined;
  readonly startedAt: Date | undefined;
  readonly endedAt: Date | undefined;
}

/** A run as it stands. */
export interface Standing {
  readonly details: RunDetails;
  /** Undefined: the code of today cannot follow its journal. */
  readonly board: Board | undefined;
  readonly result: WorkflowResult;
}

/**
 * Derived from the journal, by a replay that executes nothing: of runs of any process. Where the code of today cannot
 * follow the journal, from what the run's row says.
 */
export async function standingOf(handle: RunHandle<unknown>, boards: Boards): Promise<Standing> {
  const details = await handle.status();
  const board = await replayed(handle, details.generation, boards);
  const context = endedContext(board === undefined ? fromRow(details) : board.context, {
    state: details.status,
    error: details.error,
    definition: (details.input as Partial<RunInput> | undefined)?.definition,
  });
  const { id: runId, workflow, generation, why, startedAt, endedAt } = details;
  const { status, errors, outputs } = context;
  // The engine keeps a timeout that is written; the default one, active time, the definition's own code.
  const own = errors[0]?.name === "WorkflowTimeoutError" && errors[0].path === "";
  const timedOut = details.status === "timed_out" || own;
  const result = { status, context, errors, outputs, workflow, runId, generation, timedOut, why, startedAt, endedAt };
  return { details, board, result };
}

async function replayed(handle: RunHandle<unknown>, generation: number, boards: Boards): Promise<Board | undefined> {
  const { board, replayed } = await boards.ofReplay({ id: handle.id, generation }, () => handle.replay());
  return replayed.verdict === "fits" ? board : undefined;
}

/** All that is known without the journal. */
function fromRow({ id, generation, workflow, input, output, error }: RunDetails): ResultContext {
  const { params = {} } = (input ?? {}) as Partial<RunInput>;
  const info = {
    workflow,
    runId: id,
    generation,
    warnings: ["its journal does not fit the code that is here: its jobs are not known"],
  };
  const { errors = [] } = ((error as { facts?: unknown } | undefined)?.facts ?? {}) as {
    errors?: readonly ErrorRecord[];
  };
  const outputs = (output ?? {}) as Values;
  return { status: "WAIT", params, info, errors, outputs, jobs: {} };
}
