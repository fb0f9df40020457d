/** Which runs each id has stood for: its generations, and what was begun under it after those were removed. */
import type { RunKey, RunRow } from "../../store/port.ts";
import type { KnownRun } from "./known-run.ts";

interface Id {
  readonly runs: KnownRun[];
  newest: KnownRun;
  /** Of its last claim. */
  fence: number;
}

export class Ids {
  readonly #ids = new Map<string, Id>();

  newest(id: string): KnownRun | undefined {
    return this.#ids.get(id)?.newest;
  }

  /** The later one where two have had that number. */
  find(id: string, generation: number): KnownRun | undefined {
    return this.#ids.get(id)?.runs.findLast((run) => run.generation === generation);
  }

  /** Some of its runs were removed. */
  hasGone(id: string): boolean {
    return this.#ids.get(id)?.runs.some(({ gone }) => gone !== undefined) === true;
  }

  /** Those that stand for nothing any more. */
  gone(): string[] {
    // What wf.continueAs has begun is known when it is claimed.
    return [...this.#ids].flatMap(
      ([
        id,
        {
          newest: { gone },
        },
      ]) => (gone === undefined || gone.continued ? [] : [id]),
    );
  }

  /** The same as a process, by its number, has taken it: it may know nothing of a later one yet. */
  taken({ id, generation }: Pick<KnownRun, "id" | "generation">, by: number): KnownRun | undefined {
    const runs = this.#ids.get(id)?.runs.filter((run) => run.generation === generation) ?? [];
    return runs.findLast(({ takenWith }) => takenWith.has(by)) ?? runs.at(-1);
  }

  /** What a run that begins has of those before it. @param work default: of the generation before */
  begun(row: RunRow, work: RunKey | undefined): Pick<KnownRun, "origin" | "work"> {
    const { id, forkedFrom, key } = row;
    const before = this.#before(row);
    const from = forkedFrom === undefined ? before : this.newest(forkedFrom.id);
    return { origin: from?.origin ?? id, work: work ?? before?.work ?? key };
  }

  add(run: KnownRun): void {
    const known = this.#ids.get(run.id);
    if (known === undefined) {
      this.#ids.set(run.id, { runs: [run], newest: run, fence: 0 });
      return;
    }
    known.runs.push(run);
    const { newest } = known;
    const anew = isAnew(newest, run);
    if (anew) known.fence = 0;
    if (anew || newest.generation < run.generation) known.newest = run;
  }

  /** @returns that of the claim before */
  fenced(id: string, fence: number): number {
    const known = this.#ids.get(id);
    const before = known?.fence ?? 0;
    if (known !== undefined) known.fence = fence;
    return before;
  }

  #before(row: RunRow): KnownRun | undefined {
    const newest = this.newest(row.id);
    return newest === undefined || isAnew(newest, row) ? undefined : newest;
  }
}

/** An id of which all was removed begins anew. */
function isAnew({ gone }: KnownRun, { generation }: Pick<RunRow, "generation">): boolean {
  return gone !== undefined && generation === 1;
}
