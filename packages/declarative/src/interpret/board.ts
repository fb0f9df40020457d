/** How a run of a definition stands while it goes on: what has ended, and what its parts have come to so far. */
import type { Definition } from "../definition/definition.ts";
import type { JobRecord, LegRecord, ResultContext, StageRecords, Values } from "./records.ts";
import type { RunInput } from "./run-input.ts";

type Begun = Pick<LegRecord, "matrix"> & { readonly stages: StageRecords };

export class Board {
  readonly #id: string;
  readonly #input: RunInput;
  #ended: Readonly<Record<string, JobRecord>> = {};
  readonly #legs = new Map<string, Map<string, Begun | LegRecord>>();
  #whole: ResultContext | undefined;

  constructor(id: string, input: RunInput) {
    this.#id = id;
    this.#input = input;
  }

  /** @param jobs where the record of each job will stand as soon as there is one */
  begin(jobs: Readonly<Record<string, JobRecord>>): void {
    this.#ended = jobs;
  }

  /** @param leg "" for a job without a matrix @param record changes while it goes on */
  leg(job: string, leg: string, record: Begun | LegRecord): void {
    const legs = this.#legs.get(job) ?? new Map<string, Begun | LegRecord>();
    this.#legs.set(job, legs.set(leg, record));
  }

  end(context: ResultContext): void {
    this.#whole = context;
  }

  /** Whole once its code has ended; else with `WAIT` for what has not. */
  get context(): ResultContext {
    return this.#whole ?? this.#soFar();
  }

  /** The code has come to its end. */
  get ended(): boolean {
    return this.#whole !== undefined;
  }

  #soFar(): ResultContext {
    const { definition, params } = this.#input;
    return {
      status: "WAIT",
      params,
      info: { workflow: definition.name, runId: this.#id, warnings: [] },
      errors: [],
      outputs: {},
      jobs: Object.fromEntries(definition.jobs.map((job) => [job.id, this.#ended[job.id] ?? this.#going(job)])),
    };
  }

  #going({ id, strategy }: Definition["jobs"][number]): JobRecord {
    const common = { status: "WAIT", info: {}, errors: [], outputs: {} } as const;
    const legs = [...(this.#legs.get(id) ?? [])];
    if (strategy === undefined) return { ...common, stages: legs[0]?.[1].stages ?? {} };
    return { ...common, strategies: Object.fromEntries(legs.map(([leg, record]) => [leg, legSoFar(record)])) };
  }
}

function legSoFar(record: Begun | LegRecord): LegRecord {
  if ("status" in record) return record;
  const outputs: Values = Object.assign({}, ...Object.values(record.stages).map((stage) => stage.outputs));
  return { status: "WAIT", matrix: record.matrix, stages: record.stages, errors: [], outputs };
}
