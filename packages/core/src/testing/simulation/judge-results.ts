/** What people were told that a run has given is what is on disk, and was so when they were told (invariant 1). */
import { decode } from "../../model/value/codec.ts";
import type { RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";
import type { People } from "./people.ts";

export function* resultProblems(
  { results, starts, waiting }: People,
  rows: ReadonlyMap<KnownRun, RunRow>,
): Generator<string> {
  // All have ended, and who was closed has said so to those who waited there.
  for (const { id, by } of waiting) if (!by.dead) yield `somebody still waits for what ${id} gives`;
  for (const { id, value, wasOver } of results) {
    const outputs = [...rows.values()].filter((row) => row.id === id && row.output !== undefined);
    if (!outputs.some(({ output = "" }) => decode(output) === value))
      yield `somebody was told that ${id} has given ${value}, and it has not`;
    else if (!wasOver) yield `somebody was told what ${id} has given before that was on disk`;
  }
  for (const [id, accepted] of Map.groupBy(starts, (start) => start.id)) {
    // What was removed may be started again.
    const gone = [...rows.keys()].filter((run) => run.id === id && run.gone !== undefined).length;
    if (accepted.length > 1 + gone && accepted.some(({ only }) => only))
      yield `${id} was to be started once, and was started ${accepted.length} times`;
  }
}
