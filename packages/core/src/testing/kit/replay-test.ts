/** Replays saved histories against the code of today: would it block runs that are under way? */
import type { RunReplay } from "../../engine/check-deploy.ts";
import { Stepwell } from "../../engine/engine.ts";
import type { OpenOptions } from "../../engine/open-options.ts";
import { failure } from "../../model/errors.ts";
import { messageOf } from "../../model/run-errors.ts";
import type { RunState } from "../../model/run-state.ts";
import type { AnyWorkflow } from "../../operations/workflow.ts";
import { memory } from "../../store/memory/memory.ts";
import { type HistorySource, readHistories, type SavedHistory } from "./read-histories.ts";

/** As for `Stepwell.open`, where histories need it: `codec` for encrypted ones, `errors` for classes of your own. */
export type ReplayTestOptions = Pick<OpenOptions, "tasks" | "guard" | "errors" | "codec" | "plugins" | "defaults">;

/** A history that fits. */
export interface ReplayedHistory extends RunReplay {
  /** The file with its line, or the place in the list. */
  readonly from: string;
}

/**
 * Replays runs that were exported against workflows as they are now; nothing is executed. A history that ended must
 * still end there; one that did not must fit as far as it goes.
 * @param workflows those that the histories are of
 * @param histories exports, parsed; or paths of files (`.json`, or one per line) or of folders of these
 * @throws replay-test-failed naming each that does not fit, where and why; invalid-option, invalid-export
 */
export async function replayTest(
  workflows: AnyWorkflow | readonly AnyWorkflow[],
  histories: HistorySource | readonly HistorySource[],
  options: ReplayTestOptions = {},
): Promise<readonly ReplayedHistory[]> {
  const saved = await readHistories(Array.isArray(histories) ? histories : [histories as HistorySource]);
  if (saved.length === 0)
    throw failure("invalid-option", { where: "replayTest", option: "histories", problem: "are none" });
  const known = Array.isArray(workflows) ? (workflows as readonly AnyWorkflow[]) : [workflows as AnyWorkflow];
  const engines: Stepwell[] = [];
  try {
    const replayed: ReplayedHistory[] = [];
    const problems: string[] = [];
    for (const round of roundsOf(saved)) {
      const engine = await Stepwell.open({ ...options, store: memory(), workflows: known, worker: false });
      engines.push(engine);
      for (const history of round) {
        const { replay, problem } = await replayOne(engine, history);
        if (problem !== undefined) problems.push(`${history.from}: ${problem}`);
        else if (replay !== undefined) replayed.push({ ...replay, from: history.from });
      }
    }
    if (problems.length > 0) {
      const lines = problems.map((problem) => `\n  ${problem}`).join("");
      throw failure("replay-test-failed", { failed: problems.length, of: saved.length, problems: lines });
    }
    return replayed;
  } finally {
    for (const engine of engines) await engine.close();
  }
}

/** An id is in a store once: what was exported several times goes into several. */
function roundsOf(saved: readonly SavedHistory[]): SavedHistory[][] {
  const rounds: SavedHistory[][] = [];
  const times = new Map<string, number>();
  for (const history of saved) {
    const id = String(history.document?.id);
    const round = times.get(id) ?? 0;
    times.set(id, round + 1);
    rounds[round] = [...(rounds[round] ?? []), history];
  }
  return rounds;
}

interface Replayed {
  readonly replay?: RunReplay;
  readonly problem?: string;
}

/** A killed run's code has not ended: that is as it was. */
const endsWithItsCode: ReadonlySet<RunState> = new Set<RunState>(["completed", "failed", "timed_out"]);

async function replayOne(engine: Stepwell, { from, document }: SavedHistory): Promise<Replayed> {
  const handle = await engine.import(document).catch((error: unknown) => {
    throw failure(
      "invalid-option",
      { where: "replayTest", option: "histories", problem: `holds what is none, in ${from}: ${messageOf(error)}` },
      error,
    );
  });
  const { workflow } = await handle.status();
  try {
    const replay = await handle.replay();
    const { error, ended, status, waitsFor, position } = replay;
    const run = `run "${handle.id}" (${workflow})`;
    if (error !== undefined) return { problem: `${run}: ${error.message}` };
    if (!ended && endsWithItsCode.has(status))
      return {
        problem: `${run}: had ended at ${position}, and the code goes on: it waits for ${waitsFor.join(", ") || "nothing known"}`,
      };
    return { replay };
  } catch (error) {
    return { problem: `run "${handle.id}": ${messageOf(error)}` };
  }
}
