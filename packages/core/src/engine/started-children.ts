/** The children of wf.start that a retry of their parent finds at their end, or about to end. */
import type { Entry, RetryValue } from "../model/entry.ts";
import { isFailure } from "../model/errors.ts";
import { goesOnAgain, isEnding } from "../model/goes-on-again.ts";
import { followsFailure } from "../operations/finale-state.ts";
import type { RunRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";

export interface StartedChildren {
  /** Cancelled with their parent: nobody may ask for them again, so that they are retried first. */
  readonly again: readonly RunRow[];
  /** Those that the code may wait for again: they are retried when it does. */
  readonly left: NonNullable<RetryValue["left"]>;
}

interface Ended {
  /** Id of the parent. */
  readonly parent: string;
  readonly entries: readonly Entry[];
  /** Where it went wrong; undefined where nothing in the journal says so. */
  readonly wrong: Entry | undefined;
}

export async function startedChildren(internals: Internals, ended: Ended): Promise<StartedChildren> {
  const { parent, wrong } = ended;
  const again: RunRow[] = [];
  const left: RunRow[] = [];
  for (const [id, keptWith] of startedIn(internals, ended)) {
    const child = await internals.store.find(id);
    if (child === undefined || child.parent !== parent) continue;
    const kept = keptWith !== undefined && (wrong === undefined || keptWith <= wrong.seq);
    if (kept && goesOnAgain(child, { waited: false })) again.push(child);
    else if (isEnding(child) || goesOnAgain(child, { waited: true })) left.push(child);
  }
  const heard = left.length === 0 ? new Set() : heardOf(internals, ended);
  return { again, left: left.flatMap(({ id, generation }) => (heard.has(id) ? [] : [[id, generation] as const])) };
}

/** By id, the position of what says so; none of those that the last retry has left, where the code did not come to them. */
function startedIn({ decode }: Internals, { entries }: Ended): ReadonlyMap<string, number | undefined> {
  const found = new Map<string, number | undefined>();
  for (const { seq, kind, op, value } of entries) {
    if (kind !== "started" || followsFailure(op) || value === undefined) continue;
    const id = decode(value);
    if (typeof id === "string" && !found.has(id)) found.set(id, seq);
  }
  const mark = entries.findLast(({ kind }) => kind === "retry")?.value;
  const { left = [] } = mark === undefined ? {} : (decode(mark) as RetryValue);
  for (const [id] of left) if (!found.has(id)) found.set(id, undefined);
  return found;
}

/** Ids of those whose bad end the code has been told of and has not failed of. */
function heardOf({ decode }: Internals, { entries, wrong }: Ended): ReadonlySet<unknown> {
  const kept = wrong === undefined ? entries : entries.slice(0, wrong.seq - 1);
  const heard = new Set<unknown>();
  for (const { kind, op, value } of kept) {
    if (kind !== "child" || !op.startsWith("result~") || value === undefined) continue;
    const [ok, error] = decode(value) as readonly [boolean, unknown];
    if (!ok && isFailure(error, "child-run-failed")) heard.add(error.facts.child);
  }
  return heard;
}
