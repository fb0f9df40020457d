/** What runs have set, as it is read from outside, and as the next generation finds it; and that no two draw the same. */
import type { StepValue } from "../../model/entry.ts";
import { decode } from "../../model/value/codec.ts";
import type { RunKey, RunRow } from "../../store/port.ts";
import { Execution } from "./execution.ts";
import { drawn } from "./judge-logs.ts";
import type { KnownRun } from "./known-run.ts";
import type { World } from "./world.ts";

export async function judgeData(world: World, rows: ReadonlyMap<KnownRun, RunRow>): Promise<void> {
  const newest = new Map<string, KnownRun>();
  for (const run of rows.keys())
    if (run.gone === undefined && (newest.get(run.id)?.generation ?? 0) < run.generation) newest.set(run.id, run);
  for (const run of newest.values())
    for (const [key, value] of dataOf(run)) {
      const text = await world.store.data(run.key, key);
      const kept = text === undefined ? undefined : JSON.stringify(decode(text));
      if (kept !== value) world.offences.add(`run ${run.id} has set ${key} to ${value}, and it is read as ${kept}`);
    }
  judgeHeritage(world, rows);
  judgeDraws(world);
}

/** As its journal has it: what was set last counts. */
export function dataOf({ entries }: Pick<KnownRun, "entries">): Map<string, string> {
  const data = new Map<string, string>();
  for (const { kind, value = "" } of entries) {
    const pairs =
      kind === "set"
        ? [decode(value) as readonly [string, unknown]]
        : kind === "step-data"
          ? (decode(value) as StepValue).set
          : [];
    for (const [key, item] of pairs) data.set(key, JSON.stringify(item));
  }
  return data;
}

/** What was set last before a generation ended in favour of the next is what that one begins with. */
function judgeHeritage({ offences, executions }: World, rows: ReadonlyMap<KnownRun, RunRow>): void {
  const left = new Map<RunKey, string>();
  for (const [run, row] of [...rows].sort(([a], [b]) => a.generation - b.generation)) {
    const own = run.endedIn instanceof Execution ? seenIn(run.endedIn) : [];
    const before = left.get(run.work) ?? "";
    for (const execution of executions.all)
      if (execution.run === run) {
        const [first] = seenIn(execution);
        if (first !== undefined && !(first.startsWith(before) && first.length > before.length))
          offences.add(`run ${run.id} has read ${first} at first; ${before} was left to it`);
      }
    if (row.continued) left.set(run.work, own.at(-1) ?? before);
    else left.delete(run.work);
  }
}

/** What its code read of what it had set. */
function seenIn({ told }: Execution): string[] {
  return told.map(({ text }) => text).filter((text) => /^(?:d\d+(?:-\d+)*,)+$/.test(text));
}

/** Ids that code makes are its own, whatever else is drawn (invariant 12); what is forked has some in common. */
function judgeDraws({ offences, executions }: World): void {
  const drawnBy = new Map<string, string>();
  for (const { id, run, told } of executions.all) {
    const origin = run?.origin ?? id;
    for (const { text } of told) {
      const uuid = drawn.exec(text)?.[1];
      if (uuid === undefined) continue;
      const before = drawnBy.get(uuid) ?? origin;
      if (before !== origin) offences.add(`${before} and ${origin} have drawn ${uuid}`);
      drawnBy.set(uuid, origin);
    }
  }
}
