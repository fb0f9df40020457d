/** Nothing goes that somebody may still ask for (invariant 34). */
import type { Entry } from "../../model/entry.ts";
import { isFinished } from "../../model/run-state.ts";
import { decode } from "../../model/value/codec.ts";
import type { RunRow, Store } from "../../store/port.ts";
import { type KnownRun, ownName } from "./known-run.ts";
import type { Ledger } from "./ledger.ts";

/** A run that is about to go. */
export interface Leaving {
  readonly run: KnownRun;
  readonly row: RunRow;
  readonly entries: readonly Entry[];
}

interface Judged {
  readonly ledger: Ledger;
  readonly store: Store;
  /** Whatever may go has ended before that, ms on the wall. */
  readonly endedBefore: number;
}

export async function removalProblems(judged: Judged, { run, row, entries }: Leaving): Promise<string[]> {
  const { ledger, endedBefore } = judged;
  const problems: string[] = [];
  const { status, endedAt = Infinity } = row;
  if (!isFinished(status)) problems.push(`it was ${status}`);
  else if (endedAt >= endedBefore) problems.push(`it had ended ${endedAt - endedBefore} ms too late for that`);
  if (entries.length !== run.entries.length)
    problems.push(`it had ${entries.length} entries, and ${run.entries.length} had landed`);
  // One that another has followed may go before those that went before it.
  const newest = ledger.ids.newest(run.id) === run;
  for (const other of ledger.runs.values()) {
    if (newest && other.gone === undefined && other.id === run.id && other.generation < run.generation)
      problems.push(`generation ${other.generation} is still there`);
    if (newest && other.gone === undefined && (await mayAskFor(judged, other, run)))
      problems.push(`${other.id} may ask for it`);
  }
  return problems;
}

/**
 * It goes on, has called that run or started it, and has not heard how it ended. Later, if ever, it asks only for what it
 * has started itself: not what was there before, or what the run has started that it was forked from.
 */
async function mayAskFor({ store }: Judged, asker: KnownRun, child: KnownRun): Promise<boolean> {
  const own = child.parent === asker.id && child.key > asker.work;
  const started = asker.entries.find(
    ({ kind, value = "null" }) =>
      (kind === "child-started" || (kind === "started" && own)) && decode(value) === child.id,
  );
  if (started === undefined) return false;
  const row = await store.get(asker.key);
  if (row === undefined || isFinished(row.status)) return false;
  // It may ask as often as it likes.
  if (started.kind === "started") return true;
  const told = asker.entries.some(
    ({ kind, op }) => kind === "child" && (op === started.op || ownName(op) === ownName(started.op)),
  );
  const inbox = await store.inbox(asker.key);
  return !told && !inbox.some(({ name }) => name === `child~${started.op}`);
}
