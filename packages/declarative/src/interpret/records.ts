/** What becomes of the parts of a run: the result context of a workflow. */
import type { Status } from "../status.ts";

export type Values = Readonly<Record<string, unknown>>;

/** An error as results list it. */
export interface ErrorRecord {
  readonly name: string;
  readonly message: string;
  /** `jobs.build.stages.compile` */
  readonly path: string;
  /** Of an error that has one. */
  readonly code?: string;
  /** Where the stage stands: "file:line". Left out where nobody knows. */
  readonly at?: string;
  /** Of a script: the last lines that it wrote to its standard error. */
  readonly last?: readonly string[];
  /** What to do, where the error knows it better than its message says. */
  readonly cure?: string;
  /**
   * A retry would fail the same: the run keeps the variables and the definition that it began with. A rerun takes the
   * variables of then, with `--current` the definition, too.
   */
  readonly again?: "rerun" | "rerun --current";
}

export interface StageRecord {
  readonly status: Status;
  readonly outputs: Values;
  readonly errors: readonly ErrorRecord[];
  /** Why it was skipped; left out when it was not. */
  readonly reason?: string;
  /** It failed and the job went on (`continue-on-error`). Left out otherwise. */
  readonly continued?: true;
}

export type StageRecords = Readonly<Record<string, StageRecord>>;

/** Files that a job has uploaded. */
export interface ArtifactRecord {
  readonly name: string;
  /** The job, and the leg. */
  readonly from: string;
  /** Empty where the system tells none apart. */
  readonly machine: string;
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
}

/** One leg of a matrix, or the job itself where it has none. */
export interface LegRecord {
  readonly status: Status;
  readonly matrix: Values;
  readonly stages: StageRecords;
  readonly errors: readonly ErrorRecord[];
  readonly outputs: Values;
  /** Left out where one was enough. */
  readonly attempts?: number;
  /** Left out where it has none. */
  readonly artifacts?: readonly ArtifactRecord[];
}

export interface JobRecord {
  readonly status: Status;
  readonly info: {
    /** Why it was skipped or stopped. */
    readonly reason?: string;
    /** It failed, which does not count (`continue-on-error`). */
    readonly continued?: true;
  };
  readonly errors: readonly ErrorRecord[];
  readonly outputs: Values;
  /** Of all legs, in their order; left out where it has none. */
  readonly artifacts?: readonly ArtifactRecord[];
  /** Of a job without a matrix. */
  readonly stages?: StageRecords;
  /** Of a job with one: leg → what became of it, in leg order. */
  readonly strategies?: Readonly<Record<string, LegRecord>>;
}

export interface ResultContext {
  readonly status: Status;
  readonly params: Values;
  readonly info: {
    readonly workflow: string;
    readonly runId: string;
    /** 1 at first; each rerun under the same id is the next one. */
    readonly generation: number;
    readonly warnings: readonly string[];
  };
  readonly errors: readonly ErrorRecord[];
  readonly outputs: Values;
  readonly jobs: Readonly<Record<string, JobRecord>>;
}

/** The folder of an attempt of a job, as the journal has it. */
export interface Workspace {
  /** Its run: a fork copies the entry, and must not share the folder. */
  readonly run: string;
  /** Empty where the system tells none apart. */
  readonly machine: string;
  readonly folder: string;
}
