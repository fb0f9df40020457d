/** How a run of a definition stands while it goes on: what has ended, and what its parts have come to so far. */
import type { WorkflowContext } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { JobRecord, LegRecord, ResultContext, StageRecords, Values, Workspace } from "./records.ts";
import type { RunInput } from "./run-input.ts";

type Begun = Pick<LegRecord, "matrix"> & { readonly stages: StageRecords };

export class Board {
  readonly #run: Pick<WorkflowContext, "id" | "generation">;
  readonly #input: RunInput;
  #ended: Readonly<Record<string, JobRecord>> = {};
  readonly #legs = new Map<string, Map<string, Begun | LegRecord>>();
  readonly #workspaces = new Map<string, Map<string, Workspace>>();
  readonly #times = new Map<string, { readonly began: number; readonly ended?: number }>();
  #whole: ResultContext | undefined;

  constructor(run: Pick<WorkflowContext, "id" | "generation">, input: RunInput) {
    this.#run = run;
    this.#input = input;
    for (const [job, legs] of Object.entries(input.keptWorkspaces ?? {}))
      this.#workspaces.set(job, new Map(Object.entries(legs)));
  }

  /** When its code began, ms; known where somebody asks for it: `input.audit`. */
  began: number | undefined;

  /** @param jobs where the record of each job will stand as soon as there is one */
  begin(jobs: Readonly<Record<string, JobRecord>>): void {
    this.#ended = jobs;
  }

  /** @param at ms */
  jobBegan(job: string, at: number): void {
    this.#times.set(job, { began: at });
  }

  /** @param at ms */
  jobEnded(job: string, at: number): void {
    this.#times.set(job, { began: at, ...this.#times.get(job), ended: at });
  }

  /** When a job began and ended, ms, where that is noted. */
  times(job: string): { readonly began: number; readonly ended?: number } | undefined {
    return this.#times.get(job);
  }

  /** @param leg "" for a job without a matrix @param record changes while it goes on */
  leg(job: string, leg: string, record: Begun | LegRecord): void {
    const legs = this.#legs.get(job) ?? new Map<string, Begun | LegRecord>();
    this.#legs.set(job, legs.set(leg, record));
  }

  /** @param leg "" for a job without a matrix */
  opened(job: string, leg: string, workspace: Workspace): void {
    const legs = this.#workspaces.get(job) ?? new Map<string, Workspace>();
    this.#workspaces.set(job, legs.set(leg, workspace));
  }

  /** The one that a job, or a leg of it, was executed in last, in an earlier run too. */
  workspace(job: string, leg: string): Workspace | undefined {
    return this.#workspaces.get(job)?.get(leg);
  }

  /** All of them, for a run that follows. */
  get workspaces(): NonNullable<RunInput["keptWorkspaces"]> {
    return Object.fromEntries([...this.#workspaces].map(([job, legs]) => [job, Object.fromEntries(legs)]));
  }

  end(context: ResultContext): void {
    this.#whole = context;
  }

  /** Whole once its code has ended; else with `WAIT` for what has not. */
  get context(): ResultContext {
    return this.#whole ?? this.#soFar();
  }

  /** Of the run. */
  get generation(): number {
    return this.#run.generation;
  }

  #soFar(): ResultContext {
    const { definition, params } = this.#input;
    return {
      status: "WAIT",
      params,
      info: { workflow: definition.name, runId: this.#run.id, generation: this.#run.generation, warnings: [] },
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
