/**
 * The counters of runs (table run_counts), one row per workflow, queue and state.
 *
 * Every statement that changes the state of a run, makes or removes one tells it here, in the same transaction; what it
 * amounts to is written once, at the end, so that a commit of many runs writes few rows. After each test of the
 * contract and of the engine the counters are compared with the rows: a path that forgets is found there.
 * 1. Nothing is kept from one transaction to the next: it is written with the transaction or dropped with it.
 * 2. Rows are changed by differences only: any number of connections count in one database.
 */
import { assert } from "../../model/assert.ts";
import { isFinished, type RunState, runStates } from "../../model/run-state.ts";
import type { Connection } from "./driver.ts";

const addSql = `INSERT INTO run_counts (namespace, workflow, queue, state, runs, ended, begun, worked_ms, removed)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (namespace, workflow, queue, state) DO UPDATE SET runs = runs + excluded.runs,
  ended = ended + excluded.ended, begun = begun + excluded.begun, worked_ms = worked_ms + excluded.worked_ms,
  removed = removed + excluded.removed`;

const finished: ReadonlySet<RunState> = new Set(runStates.filter(isFinished));

/** What run_counts holds of a state; here, by how much it changes. */
interface Difference {
  /** Newest generations: what lists show. */
  runs: number;
  /** Generations that ever ended so. */
  ended: number;
  /** Those of `ended` that a worker ever had. */
  begun: number;
  /** From first claim to end, of those. */
  workedMs: number;
  /** Those of `ended` whose rows are gone. */
  removed: number;
}

/** From the first claim, if there ever was one, to the end. */
interface Span {
  readonly startedAt: number | undefined;
  readonly endedAt: number;
}

/** What the transaction that is under way changes. */
export class Counts {
  readonly #lanes = new Map<string, Map<string, LaneCounts>>();
  readonly #touched = new Set<LaneCounts>();

  of(run: { readonly workflow: string; readonly queue: string }): LaneCounts {
    const { workflow, queue } = run;
    const known = this.#lanes.get(workflow)?.get(queue);
    if (known !== undefined) return known;
    const lane = new LaneCounts(workflow, queue, this.#touched);
    const queues = this.#lanes.get(workflow) ?? new Map<string, LaneCounts>();
    this.#lanes.set(workflow, queues.set(queue, lane));
    return lane;
  }

  write(db: Connection, namespace: number): void {
    if (this.#touched.size === 0) return;
    for (const lane of this.#touched) lane.write(db, namespace);
    this.#touched.clear();
  }

  drop(): void {
    for (const lane of this.#touched) lane.drop();
    this.#touched.clear();
  }
}

/** The runs of one workflow on one queue. */
export class LaneCounts {
  readonly #workflow: string;
  readonly #queue: string;
  readonly #touched: Set<LaneCounts>;
  readonly #states = new Map<RunState, Difference>();

  constructor(workflow: string, queue: string, touched: Set<LaneCounts>) {
    this.#workflow = workflow;
    this.#queue = queue;
    this.#touched = touched;
  }

  /** A generation begins, or comes from elsewhere; one that is finished also tells its span. */
  made(state: RunState, span?: Span): void {
    this.#of(state).runs++;
    if (finished.has(state)) this.#ended(state, span);
  }

  /** @param span for a state that is an end */
  moved(from: RunState, to: RunState, span?: Span): void {
    this.#of(from).runs--;
    this.#of(to).runs++;
    if (finished.has(to)) this.#ended(to, span);
  }

  /** Lists do not show the generation any more: another follows it. */
  superseded(state: RunState): void {
    this.#of(state).runs--;
  }

  /** The row of a finished generation is gone. */
  removed(state: RunState, generation: { readonly newest: boolean }): void {
    const difference = this.#of(state);
    difference.removed++;
    if (generation.newest) difference.runs--;
  }

  write(db: Connection, namespace: number): void {
    for (const [state, { runs, ended, begun, workedMs, removed }] of this.#states) {
      if (runs === 0 && ended === 0 && removed === 0) continue;
      db.stmt(addSql).run(namespace, this.#workflow, this.#queue, state, runs, ended, begun, workedMs, removed);
    }
    this.#states.clear();
  }

  drop(): void {
    this.#states.clear();
  }

  #ended(state: RunState, span: Span | undefined): void {
    assert(span !== undefined, `a run became ${state} and nobody said when it began`);
    const difference = this.#of(state);
    difference.ended++;
    if (span.startedAt === undefined) return;
    difference.begun++;
    // A clock that was set back must not make a run last less than nothing.
    difference.workedMs += Math.max(0, span.endedAt - span.startedAt);
  }

  #of(state: RunState): Difference {
    let difference = this.#states.get(state);
    if (difference === undefined) {
      this.#touched.add(this);
      difference = { runs: 0, ended: 0, begun: 0, workedMs: 0, removed: 0 };
      this.#states.set(state, difference);
    }
    return difference;
  }
}
