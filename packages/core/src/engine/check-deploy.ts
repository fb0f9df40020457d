/** Tells, before code is put to work, which unfinished runs would not go on with it. */

import { failure, isFailure, type StepwellError } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { isFinished, type RunState, runStates } from "../model/run-state.ts";
import { checkName } from "../model/step-name.ts";
import type { RecordedRun, RunRow } from "../store/port.ts";
import { dryReplay } from "./dry-replay.ts";
import type { Internals } from "./internals.ts";
import { type JournalEntry, readJournal } from "./journal.ts";
import { workflowNamed } from "./registry.ts";

/** Which runs are looked at; all of it may be left out. */
export interface CheckDeployOptions {
  /** At most so many, newest first. Default 1,000. */
  readonly limit?: number;
  /** Only of this workflow. */
  readonly workflow?: string;
}

/** What `engine.checkDeploy` has found. */
export interface DeployCheck {
  /** True when every run that was looked at would go on, or is left to another build. */
  readonly ok: boolean;
  readonly runs: readonly RunReplay[];
  /** True when there are more unfinished runs than were looked at. */
  readonly more: boolean;
}

/** How a run's journal and the code that is here go together. */
export interface RunReplay {
  readonly id: string;
  readonly generation: number;
  readonly workflow: string;
  readonly status: RunState;
  /**
   * `fits`: it would go on; `would-block`: it would not, because of `error`; `no-code`: its workflow is not here, and no
   * worker of this code can serve it; `other-build`: it is pinned to a build that this is not, and left to it.
   */
  readonly verdict: "fits" | "would-block" | "no-code" | "other-build";
  /** How many entries of the journal the code was told of. */
  readonly position: number;
  /** Code, sentence and cure; of a divergence, `facts` holds position, expected, found and line. */
  readonly error: StepwellError | undefined;
  /** What the code waits for where the journal ends. */
  readonly waitsFor: readonly string[];
  /** The workflow function has ended. */
  readonly ended: boolean;
}

const pageSize = 200;
const unfinished: readonly RunState[] = runStates.filter((state) => !isFinished(state));

export async function checkDeploy(internals: Internals, options: CheckDeployOptions): Promise<DeployCheck> {
  const { store } = internals;
  const { limit, filter } = checkOptions(options);
  const runs: RunReplay[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await store.list(filter, cursor === undefined ? { limit: pageSize } : { limit: pageSize, cursor });
    for (const [index, row] of page.items.entries()) {
      if (runs.length === limit) return checked(runs, true);
      const replay = isOthers(internals, row) ? leftAlone(row) : await replayRow(internals, row, undefined);
      if (replay !== undefined) runs.push(replay);
      if (runs.length === limit) return checked(runs, index + 1 < page.items.length || page.next !== undefined);
    }
    cursor = page.next;
    if (cursor === undefined) return checked(runs, false);
  }
}

function isOthers({ build }: Internals, row: RunRow): boolean {
  return row.build !== undefined && row.build !== build;
}

function leftAlone(row: RunRow): RunReplay {
  return { ...notReplayed(row), verdict: "other-build" };
}

function notReplayed({ id, generation, workflow, status }: RunRow): Omit<RunReplay, "verdict"> {
  return { id, generation, workflow, status, position: 0, error: undefined, waitsFor: [], ended: false };
}

function checked(runs: readonly RunReplay[], more: boolean): DeployCheck {
  return { ok: runs.every(({ verdict }) => verdict === "fits" || verdict === "other-build"), runs, more };
}

/** Replays one run; finished ones too. @throws unknown-workflow */
export async function replayRun(
  internals: Internals,
  row: RunRow,
  onEntry: ((entry: JournalEntry) => void) | undefined,
): Promise<RunReplay> {
  workflowNamed(internals.registry, row.workflow);
  const replay = await replayRow(internals, row, onEntry);
  if (replay === undefined) throw failure("unknown-run", { id: row.id, namespace: row.namespace });
  return replay;
}

/** Undefined when it was removed, or has ended in favour of its next generation, meanwhile. */
async function replayRow(
  internals: Internals,
  row: RunRow,
  onEntry: ((entry: JournalEntry) => void) | undefined,
): Promise<RunReplay | undefined> {
  const { store, registry, decode } = internals;
  const { workflow } = row;
  const about = notReplayed(row);
  const code = registry.workflows.get(workflow);
  if (code === undefined) return { ...about, verdict: "no-code" };
  let recorded: RecordedRun | undefined;
  try {
    recorded = await store.recorded(row.key);
  } catch (error) {
    // Of this run's journal; anything else concerns all of them.
    if (!isFailure(error, "store-damaged")) throw error;
    return { ...about, verdict: "would-block", error };
  }
  if (recorded === undefined) return undefined;
  const tell =
    onEntry && ((entry: RecordedRun["entries"][number]) => readJournal([entry], { decode }).forEach(onEntry));
  const { blockedBy, ...went } = await dryReplay(internals, { workflow: code, recorded, onEntry: tell });
  const verdict = blockedBy === undefined ? "fits" : "would-block";
  return { ...about, status: recorded.row.status, ...went, verdict, error: blockedBy };
}

function checkOptions(options: CheckDeployOptions) {
  const where = "checkDeploy";
  const refuse = (option: string, problem: string): never => {
    throw failure("invalid-option", { where, option, problem });
  };
  const { limit = 1_000, workflow } = readOptions(options, ["limit", "workflow"], { where });
  if (!Number.isSafeInteger(limit) || limit < 1) refuse("limit", "must be a whole number from 1");
  if (workflow !== undefined) checkName("workflow", workflow);
  return { limit, filter: { status: unfinished, ...(workflow === undefined ? {} : { workflow }) } };
}
