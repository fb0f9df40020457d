/** Which runs an action is for: those that are named, or those that a filter finds, once it was confirmed. */
import type { RunView, Stepwell } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";
import { filterOf, isFiltered } from "./run-filter.ts";
import { findRun } from "./run-reference.ts";
import { printRuns } from "./run-table.ts";
import { span } from "./terminal/spans.ts";

export interface Selecting {
  readonly command: string;
  /** Ms. */
  readonly now: number;
  /** Of the filter's finds, those that the action can be for. */
  readonly suits: (run: RunView) => boolean;
}

/**
 * The chosen runs, or undefined after a dry run was printed.
 * @throws wrong-use, unknown-run-reference, ambiguous-run
 */
export async function selectRuns(
  engine: Stepwell,
  call: CommandCall,
  selecting: Selecting,
): Promise<readonly RunView[] | undefined> {
  const { given, store } = call;
  const filter = filterOf(given, selecting.now);
  if (given.args.length > 0) {
    if (isFiltered(filter)) throw wrong(selecting, "name runs or give a filter, not both");
    return await Promise.all(given.args.map((reference) => findRun(engine, reference, store)));
  }
  if (!isFiltered(filter)) throw wrong(selecting, "name a run (an id, a part of it, or @last), or give a filter");
  const found: RunView[] = [];
  let cursor: string | undefined;
  do {
    const page = await engine.list(filter, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
    found.push(...page.items.filter(selecting.suits));
    cursor = page.next;
  } while (cursor !== undefined);
  if (given.flag("yes")) return found;
  printDryRun(found, call, selecting);
  return undefined;
}

function printDryRun(found: readonly RunView[], call: CommandCall, { command, now }: Selecting): void {
  const { output } = call;
  printRuns({ items: found, next: undefined }, output, now);
  if (output.json) return;
  const runs = found.length === 1 ? "1 run" : `${found.length} runs`;
  const text = found.length === 0 ? `no run to ${command}` : `${runs} to ${command}; nothing was done: add --yes`;
  output.progress.line([span(text, "attention")]);
}

function wrong({ command }: Selecting, problem: string): Error {
  return commandFailure("wrong-use", { command, problem });
}
