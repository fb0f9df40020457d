/** The counters of runs against the rows that they count. */
import type { RunCount, Store } from "../port.ts";
import type { StoreFinding } from "./finding.ts";

const words = {
  runs: "runs there are",
  ended: "generations that ended so and are still there",
  begun: "of them had begun",
  workedMs: "ms they took together",
} as const;
type Counted = keyof typeof words;

export async function checkCounters(store: Store): Promise<StoreFinding[]> {
  const { counters, rows } = await store.recount();
  const [said, found] = [byPlace(counters), byPlace(rows)];
  return [...new Set([...said.keys(), ...found.keys()])].sort().flatMap((place) => {
    const [left, right] = [valuesOf(said.get(place)), valuesOf(found.get(place))];
    // Of those that are gone nobody knows how long they took.
    const known: Counted[] =
      (said.get(place)?.removed ?? 0) > 0 ? ["runs", "ended"] : ["runs", "ended", "begun", "workedMs"];
    return known
      .filter((name) => left[name] !== right[name])
      .map((name): StoreFinding => {
        const problem = `the counter of ${place} (${words[name]}) says ${left[name]}, and the rows say ${right[name]}`;
        return { about: "counters", run: undefined, problem };
      });
  });
}

function byPlace(counts: readonly RunCount[]): Map<string, RunCount> {
  return new Map(counts.map((count) => [`${count.workflow} on queue ${count.queue}, ${count.state}`, count]));
}

function valuesOf(count: RunCount | undefined): Readonly<Record<Counted, number>> {
  const { runs = 0, ended = 0, removed = 0, begun = 0, workedMs = 0 } = count ?? {};
  return { runs, ended: ended - removed, begun, workedMs };
}
